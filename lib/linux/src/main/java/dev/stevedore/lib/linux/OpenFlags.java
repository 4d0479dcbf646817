package dev.stevedore.lib.linux;

/** Flags of open(2). Those that differ between machines are taken for the running one. */
public final class OpenFlags {
  private static final boolean X86_64 = System.getProperty("os.arch", "").equals("amd64");

  private OpenFlags() {}

  /** Open for reading. */
  public static final int O_RDONLY = 0;

  /** Open for writing. */
  public static final int O_WRONLY = 1;

  /** Open for both. */
  public static final int O_RDWR = 2;

  /** Create the file if it is not there. */
  public static final int O_CREAT = 0x40;

  /** Fail if the file is there. */
  public static final int O_EXCL = 0x80;

  /** Cut the file to nothing. */
  public static final int O_TRUNC = 0x200;

  /** Write at the end. */
  public static final int O_APPEND = 0x400;

  /** Do not wait. */
  public static final int O_NONBLOCK = 0x800;

  /** Fail if it is not a directory. */
  public static final int O_DIRECTORY = X86_64 ? 0x10000 : 0x4000;

  /** Fail if the last part is a symbolic link; with O_PATH, open the link itself. */
  public static final int O_NOFOLLOW = X86_64 ? 0x20000 : 0x8000;

  /** Close at exec. Every descriptor of a daemon should have it. */
  public static final int O_CLOEXEC = 0x80000;

  /** Only a place in the file tree, not the content. */
  public static final int O_PATH = 0x200000;
}
