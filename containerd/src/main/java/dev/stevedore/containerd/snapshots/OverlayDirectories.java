package dev.stevedore.containerd.snapshots;

import dev.stevedore.lib.containerdapi.snapshots.Kind;
import dev.stevedore.lib.containerdapi.types.Mount;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.FileStatus;
import dev.stevedore.lib.linux.Inodes;
import dev.stevedore.lib.linux.Trees;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The directories of snapshots, laid out as containerd does it.
 *
 * <pre>
 *   snapshots/NUMBER/fs      the files: overlayfs's upper directory, later a lower one
 *   snapshots/NUMBER/work    overlayfs's own; only while the snapshot is active
 *   removed/NUMBER           being deleted
 * </pre>
 */
final class OverlayDirectories {
  private final Path snapshots;
  private final Path removed;
  private final boolean indexOff;

  OverlayDirectories(Path root) throws IOException {
    this.snapshots = root.resolve("snapshots");
    this.removed = root.resolve("removed");
    Files.createDirectories(snapshots);
    Files.createDirectories(removed);
    this.indexOff = Files.exists(Path.of("/sys/module/overlay/parameters/index"));
  }

  Path files(long number) {
    return snapshots.resolve(Long.toString(number)).resolve("fs");
  }

  private Path work(long number) {
    return snapshots.resolve(Long.toString(number)).resolve("work");
  }

  /** Makes the directories of a new snapshot; its root looks like its parent's. */
  void create(long number, Kind kind, Optional<Snapshot> parent) throws IOException {
    Path directory = snapshots.resolve(Long.toString(number));
    if (Files.exists(directory)) {
      // A daemon was killed between making the directory and noting the snapshot.
      remove(number);
      deleteRemoved();
    }
    Files.createDirectory(directory);
    Inodes.chmod(Fd.CWD, directory.toString(), 0700);
    Path files = Files.createDirectory(files(number));
    Inodes.chmod(Fd.CWD, files.toString(), 0755);
    if (kind == Kind.ACTIVE) {
      Path work = Files.createDirectory(work(number));
      Inodes.chmod(Fd.CWD, work.toString(), 0711);
    }
    if (parent.isPresent()) {
      FileStatus status = FileStatus.of(Fd.CWD, files(parent.get().number()).toString());
      Inodes.chown(Fd.CWD, files.toString(), status.uid(), status.gid());
      Inodes.chmod(Fd.CWD, files.toString(), status.mode());
    }
  }

  /**
   * How to mount a snapshot.
   *
   * @param ancestors the snapshots below it, the nearest first
   */
  List<Mount> mounts(Snapshot snapshot, List<Snapshot> ancestors) {
    boolean active = snapshot.kind() == Kind.ACTIVE;
    if (ancestors.isEmpty()) {
      return List.of(bind(files(snapshot.number()), active ? "rw" : "ro"));
    }
    if (!active && ancestors.size() == 1) {
      return List.of(bind(files(ancestors.getFirst().number()), "ro"));
    }
    List<String> options = new ArrayList<>();
    if (indexOff) {
      options.add("index=off");
    }
    if (active) {
      options.add("workdir=" + work(snapshot.number()));
      options.add("upperdir=" + files(snapshot.number()));
    }
    List<String> lower = ancestors.stream().map(it -> files(it.number()).toString()).toList();
    options.add("lowerdir=" + String.join(":", lower));
    return List.of(
        Mount.newBuilder().setType("overlay").setSource("overlay").addAllOptions(options).build());
  }

  private static Mount bind(Path source, String access) {
    return Mount.newBuilder()
        .setType("bind")
        .setSource(source.toString())
        .addOptions(access)
        .addOptions("rbind")
        .build();
  }

  /** Takes a snapshot's directory away; {@link #deleteRemoved} deletes it. */
  void remove(long number) throws IOException {
    Path directory = snapshots.resolve(Long.toString(number));
    if (Files.exists(directory)) {
      Files.move(directory, removed.resolve(number + "-" + System.nanoTime()));
    }
  }

  /** Deletes what was taken away. */
  void deleteRemoved() throws IOException {
    for (Path directory : children(removed)) {
      Trees.delete(directory);
    }
  }

  /** Takes the directories away that belong to none of these snapshots. */
  void retain(Set<Long> numbers) throws IOException {
    for (Path directory : children(snapshots)) {
      long number = Long.parseLong(directory.getFileName().toString());
      if (!numbers.contains(number)) {
        remove(number);
      }
    }
  }

  private static List<Path> children(Path directory) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(paths::add);
    }
    return paths;
  }
}
