package dev.stevedore.lib.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/** Whole file systems: what they are, and writing them out. */
public final class FileSystems {
  /** {@link #type} of overlayfs. */
  public static final long OVERLAYFS = 0x794c7630L;

  /** {@link #type} of tmpfs. */
  public static final long TMPFS = 0x01021994L;

  private FileSystems() {}

  /** The magic number of the file system that a path is on, statfs(2). */
  public static long type(String path) throws LinuxException {
    try (Call call = new Call("statfs", path)) {
      MemorySegment statfs = call.block(128);
      call.make(Sys.STATFS, call.string(path), statfs.address());
      return statfs.get(JAVA_LONG, 0);
    }
  }

  /** Writes out all that is not yet on the disk of an open file's file system, syncfs(2). */
  public static void sync(Fd file) throws LinuxException {
    try (Call call = new Call("syncfs", file)) {
      call.make(Sys.SYNCFS, file.number());
    }
  }
}
