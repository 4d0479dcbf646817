package dev.stevedore.lib.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/** openat2(2): opening paths that others chose, so that no link leads out of a directory. */
public final class Openat2 {
  /** No crossing of mount points. */
  public static final long RESOLVE_NO_XDEV = 0x01;

  /** No links as in /proc/PID/fd. */
  public static final long RESOLVE_NO_MAGICLINKS = 0x02;

  /** No symbolic links at all. */
  public static final long RESOLVE_NO_SYMLINKS = 0x04;

  /** Fail if the path leads out of the directory. */
  public static final long RESOLVE_BENEATH = 0x08;

  /** The directory is the root: absolute paths and links begin there, ".." stays in it. */
  public static final long RESOLVE_IN_ROOT = 0x10;

  private static final int ATTEMPTS = 128;

  private Openat2() {}

  /**
   * Opens a path.
   *
   * @param directory where relative paths begin
   * @param path what to open
   * @param flags of {@link OpenFlags}; O_CLOEXEC is added
   * @param mode of a created file
   * @param resolve the RESOLVE_ flags
   */
  public static Fd open(Fd directory, String path, int flags, int mode, long resolve)
      throws LinuxException {
    try (Call call = new Call("open", path)) {
      MemorySegment how = call.block(24);
      how.set(JAVA_LONG, 0, flags | OpenFlags.O_CLOEXEC);
      how.set(JAVA_LONG, 8, mode);
      how.set(JAVA_LONG, 16, resolve);
      long name = call.string(path);
      // EAGAIN: a rename elsewhere raced with "..", and the kernel could not tell whether it
      // mattered.
      for (int i = 1; i < ATTEMPTS; i++) {
        long fd =
            call.attempt(Sys.OPENAT2, directory.number(), name, how.address(), how.byteSize());
        if (fd >= 0) {
          return new Fd((int) fd);
        }
        if (fd != -Errno.EAGAIN.number() && fd != -Errno.EINTR.number()) {
          throw new LinuxException("open", path, Errno.of((int) -fd));
        }
      }
      throw new LinuxException("open", path, Errno.EAGAIN);
    }
  }
}
