package dev.stevedore.containerd.snapshots;

import dev.stevedore.lib.linux.Directory;
import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.FileStatus;
import dev.stevedore.lib.linux.FileType;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.OpenFlags;
import dev.stevedore.lib.linux.Openat2;
import dev.stevedore.lib.linux.Trees;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * What a directory takes of the disk.
 *
 * @param size bytes
 * @param inodes files of any type; one with several names counts once
 */
record Usage(long size, long inodes) {
  private static final int BLOCK = 512;

  /** Of what has no directory, or was not counted yet. */
  static final Usage NONE = new Usage(0, 0);

  /** Whether it was counted: then there was a directory at least. */
  boolean isKnown() {
    return inodes > 0;
  }

  /**
   * Counts; what disappears meanwhile is left out. By descriptors, since names in layers may be any
   * bytes, which a {@link Path} made of text has not.
   */
  static Usage of(Path directory) throws LinuxException {
    Count count = new Count();
    try (Fd top = Directory.open(directory.toString())) {
      count.add(FileStatus.of(top));
      count.below(top);
    }
    return new Usage(count.blocks * BLOCK, count.inodes.size());
  }

  /** What has been counted so far. */
  private static final class Count {
    private static final int FLAGS =
        OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;

    private final Set<Long> inodes = new HashSet<>();
    private long blocks;

    private void add(FileStatus status) {
      if (inodes.add(status.inode())) {
        blocks += status.blocks();
      }
    }

    private void below(Fd directory) throws LinuxException {
      for (String name : Trees.list(directory)) {
        try {
          FileStatus status = FileStatus.of(directory, name);
          add(status);
          if (status.type() == FileType.DIRECTORY) {
            try (Fd child = Openat2.open(directory, name, FLAGS, 0, Openat2.RESOLVE_NO_XDEV)) {
              below(child);
            }
          }
        } catch (LinuxException e) {
          if (e.errno() != Errno.ENOENT) {
            throw e;
          }
        }
      }
    }
  }
}
