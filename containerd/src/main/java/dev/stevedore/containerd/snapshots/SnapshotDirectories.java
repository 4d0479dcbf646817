package dev.stevedore.containerd.snapshots;

import dev.stevedore.lib.containerdapi.snapshots.Info;
import dev.stevedore.lib.containerdapi.snapshots.Kind;
import dev.stevedore.lib.containerdapi.types.Mount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How a snapshotter keeps files: what differs between them. */
sealed interface SnapshotDirectories permits OverlayDirectories, NativeDirectories {
  /** Where it keeps them. */
  SnapshotRoot root();

  /** The files of a snapshot that are its own. */
  Path files(long number);

  /**
   * Does what takes long, before anybody else has to wait.
   *
   * @return what {@link #create} makes the snapshot of, or {@link SnapshotRoot#remove} takes away
   */
  Optional<Path> stage(Kind kind, Optional<Snapshot> parent) throws IOException;

  /** Makes the directories of a new snapshot. */
  void create(long number, Info info, Optional<Snapshot> parent, Optional<Path> staged)
      throws IOException;

  /** What it can do beyond what all can, as introspection shows it. */
  List<String> capabilities() throws IOException;

  /** Gives back what directories have that were taken away, before they are deleted. */
  void release(Path directory) throws IOException;

  /**
   * Makes the files of a snapshot, which was made on top of nothing, what they would be on top of
   * others.
   *
   * @param ancestors the snapshots below the parent, the nearest first
   */
  void rebase(long number, Snapshot parent, List<Snapshot> ancestors) throws IOException;

  /**
   * How to mount a snapshot.
   *
   * @param ancestors the snapshots below it, the nearest first
   */
  List<Mount> mounts(Snapshot snapshot, List<Snapshot> ancestors);

  /** A directory, seen in another place. */
  static Mount bind(Path source, String access) {
    return Mount.newBuilder()
        .setType("bind")
        .setSource(source.toString())
        .addOptions(access)
        .addOptions("rbind")
        .build();
  }
}
