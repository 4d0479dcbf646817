package dev.stevedore.containerd.snapshots;

import dev.stevedore.lib.linux.Trees;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The directory of a snapshotter.
 *
 * <pre>
 *   snapshots/NUMBER   a snapshot
 *   new/UUID           being made; becomes one by renaming
 *   removed/NAME       being deleted
 * </pre>
 */
final class SnapshotRoot {
  private final Path snapshots;
  private final Path staging;
  private final Path removed;

  /** Makes what is missing; what the last daemon did not finish is for {@link #deleteRemoved}. */
  SnapshotRoot(Path root) throws IOException {
    this.snapshots = Files.createDirectories(root.resolve("snapshots"));
    this.staging = Files.createDirectories(root.resolve("new"));
    this.removed = Files.createDirectories(root.resolve("removed"));
    for (Path left : children(staging)) {
      remove(left);
    }
  }

  /** Where the snapshots are. */
  Path snapshots() {
    return snapshots;
  }

  Path directory(long number) {
    return snapshots.resolve(Long.toString(number));
  }

  /** A path for a directory that is being made. */
  Path stage() {
    return staging.resolve(UUID.randomUUID().toString());
  }

  /** Takes a directory away; {@link #deleteRemoved} deletes it. */
  void remove(Path directory) throws IOException {
    if (Files.exists(directory)) {
      Files.move(directory, removed.resolve(directory.getFileName() + "-" + System.nanoTime()));
    }
  }

  /** What is done with a directory before it is deleted. */
  interface Release {
    void of(Path directory) throws IOException;
  }

  /** Deletes what was taken away. */
  void deleteRemoved(Release release) throws IOException {
    for (Path directory : children(removed)) {
      release.of(directory);
      Trees.delete(directory);
    }
  }

  /** Takes the directories away that belong to none of these snapshots. */
  void retain(Set<Long> numbers) throws IOException {
    for (Path directory : children(snapshots)) {
      if (!numbers.contains(Long.parseLong(directory.getFileName().toString()))) {
        remove(directory);
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
