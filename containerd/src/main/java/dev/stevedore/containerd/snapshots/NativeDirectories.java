package dev.stevedore.containerd.snapshots;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.lib.containerdapi.snapshots.Info;
import dev.stevedore.lib.containerdapi.snapshots.Kind;
import dev.stevedore.lib.containerdapi.types.Mount;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.Inodes;
import dev.stevedore.lib.linux.TreeCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Snapshots that are whole trees, {@code snapshots/NUMBER}: one is a copy of its parent, for file
 * systems that overlayfs cannot be on. A view is its parent, mounted read-only, and no copy.
 */
final class NativeDirectories implements SnapshotDirectories {
  private final SnapshotRoot root;

  NativeDirectories(Path root) throws IOException {
    this.root = new SnapshotRoot(root);
  }

  @Override
  public SnapshotRoot root() {
    return root;
  }

  @Override
  public Path files(long number) {
    return root.directory(number);
  }

  @Override
  public Optional<Path> stage(Kind kind, Optional<Snapshot> parent) throws IOException {
    if (kind == Kind.VIEW && parent.isPresent()) {
      return Optional.empty();
    }
    Path staged = Files.createDirectory(root.stage());
    Inodes.chmod(Fd.CWD, staged.toString(), 0755);
    if (parent.isPresent()) {
      boolean done = false;
      try {
        TreeCopy.copy(files(parent.get().number()), staged);
        done = true;
      } finally {
        if (!done) {
          root.remove(staged);
        }
      }
    }
    return Optional.of(staged);
  }

  @Override
  public void create(long number, Info info, Optional<Snapshot> parent, Optional<Path> staged)
      throws IOException {
    if (SizeLabel.of(info.getLabelsMap()).isPresent()) {
      throw Failure.failedPrecondition("the snapshotter native does not limit sizes");
    }
    root.remove(files(number));
    if (staged.isPresent()) {
      Files.move(staged.get(), files(number));
    }
  }

  /** A tree that is a copy of nothing does not become one of something. */
  @Override
  public void rebase(long number, Snapshot parent, List<Snapshot> ancestors) {
    throw Failure.notImplemented("snapshotter native: a parent on commit");
  }

  @Override
  public List<String> capabilities() {
    return List.of();
  }

  @Override
  public void release(Path directory) {}

  @Override
  public List<Mount> mounts(Snapshot snapshot, List<Snapshot> ancestors) {
    boolean active = snapshot.kind() == Kind.ACTIVE;
    long number = active || ancestors.isEmpty() ? snapshot.number() : ancestors.getFirst().number();
    return List.of(SnapshotDirectories.bind(files(number), active ? "rw" : "ro"));
  }
}
