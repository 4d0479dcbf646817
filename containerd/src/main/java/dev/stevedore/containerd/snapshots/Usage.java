package dev.stevedore.containerd.snapshots;

import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.FileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a directory takes of the disk.
 *
 * @param size bytes
 * @param inodes files of any type; one with several names counts once
 */
record Usage(long size, long inodes) {
  private static final int BLOCK = 512;

  static final Usage NONE = new Usage(0, 0);

  /** Counts; what disappears meanwhile is left out. */
  static Usage of(Path directory) throws IOException {
    Set<Long> inodes = new HashSet<>();
    long size = 0;
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        FileStatus status = FileStatus.of(Fd.CWD, path.toString());
        if (inodes.add(status.inode())) {
          size += status.blocks() * BLOCK;
        }
      }
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof NoSuchFileException)) {
        throw e.getCause();
      }
    }
    return new Usage(size, inodes.size());
  }
}
