package dev.stevedore.lib.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.time.Instant;

/**
 * What the inode says, statx(2).
 *
 * @param type what it is
 * @param mode its permission bits, with set-uid, set-gid and sticky
 * @param links how many names it has
 * @param uid owner
 * @param gid group
 * @param inode its number
 * @param size in bytes
 * @param blocks of 512 bytes that it takes
 * @param modified when its content changed
 * @param changed when its content or inode changed
 * @param device what a device file stands for, as makedev(3)
 * @param fileSystem the device it is on, as makedev(3)
 */
public record FileStatus(
    FileType type,
    int mode,
    long links,
    int uid,
    int gid,
    long inode,
    long size,
    long blocks,
    Instant modified,
    Instant changed,
    long device,
    long fileSystem) {
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_BASIC_STATS = 0x7ff;

  /** Of a path; the last part is not followed if it is a symbolic link. */
  public static FileStatus of(Fd directory, String path) throws LinuxException {
    return statx(directory, path, AT_SYMLINK_NOFOLLOW);
  }

  /** Of an open file. */
  public static FileStatus of(Fd file) throws LinuxException {
    return statx(file, "", AT_EMPTY_PATH);
  }

  private static FileStatus statx(Fd directory, String path, int flags) throws LinuxException {
    try (Call call = new Call("stat", path.isEmpty() ? directory : path)) {
      MemorySegment stat = call.block(256);
      call.make(
          Sys.STATX,
          directory.number(),
          call.string(path),
          flags,
          STATX_BASIC_STATS,
          stat.address());
      int mode = Short.toUnsignedInt(stat.get(JAVA_SHORT, 28));
      return new FileStatus(
          FileType.ofMode(mode),
          mode & 07777,
          Integer.toUnsignedLong(stat.get(JAVA_INT, 16)),
          stat.get(JAVA_INT, 20),
          stat.get(JAVA_INT, 24),
          stat.get(JAVA_LONG, 32),
          stat.get(JAVA_LONG, 40),
          stat.get(JAVA_LONG, 48),
          time(stat, 112),
          time(stat, 96),
          Devices.number(stat.get(JAVA_INT, 128), stat.get(JAVA_INT, 132)),
          Devices.number(stat.get(JAVA_INT, 136), stat.get(JAVA_INT, 140)));
    }
  }

  private static Instant time(MemorySegment stat, long offset) {
    return Instant.ofEpochSecond(stat.get(JAVA_LONG, offset), stat.get(JAVA_INT, offset + 8));
  }
}
