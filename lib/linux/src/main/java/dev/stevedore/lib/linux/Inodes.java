package dev.stevedore.lib.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.time.Instant;

/**
 * Changes to what the inode of a name says: owner, mode, times. Symbolic links are not followed.
 */
public final class Inodes {
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;

  private Inodes() {}

  /** Changes owner and group; -1 leaves one as it is. */
  public static void chown(Fd parent, String name, int uid, int gid) throws LinuxException {
    try (Call call = new Call("chown", name)) {
      call.make(Sys.FCHOWNAT, parent.number(), call.string(name), uid, gid, AT_SYMLINK_NOFOLLOW);
    }
  }

  /** Changes owner and group of an open file; -1 leaves one as it is. */
  public static void chown(Fd file, int uid, int gid) throws LinuxException {
    try (Call call = new Call("chown", file)) {
      call.make(Sys.FCHOWN, file.number(), uid, gid);
    }
  }

  /**
   * Changes the permission bits, with set-uid, set-gid and sticky. The name must not be a symbolic
   * link: those have no mode, and this call would follow one.
   */
  public static void chmod(Fd parent, String name, int mode) throws LinuxException {
    try (Call call = new Call("chmod", name)) {
      call.make(Sys.FCHMODAT, parent.number(), call.string(name), mode & 07777);
    }
  }

  /** Changes the permission bits of an open file. */
  public static void chmod(Fd file, int mode) throws LinuxException {
    try (Call call = new Call("chmod", file)) {
      call.make(Sys.FCHMOD, file.number(), mode & 07777);
    }
  }

  /** Changes the times of last access and modification of an open file. */
  public static void setTimes(Fd file, Instant accessed, Instant modified) throws LinuxException {
    try (Call call = new Call("utimensat", file)) {
      MemorySegment times = times(call, accessed, modified);
      call.make(Sys.UTIMENSAT, file.number(), 0, times.address(), 0);
    }
  }

  /** Changes the times of last access and modification. */
  public static void setTimes(Fd parent, String name, Instant accessed, Instant modified)
      throws LinuxException {
    try (Call call = new Call("utimensat", name)) {
      MemorySegment times = times(call, accessed, modified);
      call.make(
          Sys.UTIMENSAT, parent.number(), call.string(name), times.address(), AT_SYMLINK_NOFOLLOW);
    }
  }

  private static MemorySegment times(Call call, Instant accessed, Instant modified) {
    MemorySegment times = call.block(32);
    times.set(JAVA_LONG, 0, accessed.getEpochSecond());
    times.set(JAVA_LONG, 8, accessed.getNano());
    times.set(JAVA_LONG, 16, modified.getEpochSecond());
    times.set(JAVA_LONG, 24, modified.getNano());
    return times;
  }
}
