package dev.stevedore.lib.posix;

/** open(2)'s flags. */
public final class OpenFlags {
  public static final int READ_ONLY = 0;
  public static final int WRITE_ONLY = 1;
  public static final int READ_WRITE = 2;
  public static final int CREATE = 0x40;
  public static final int EXCLUSIVE = 0x80;
  public static final int NO_CONTROLLING_TERMINAL = 0x100;
  public static final int TRUNCATE = 0x200;
  public static final int APPEND = 0x400;
  public static final int NONBLOCK = 0x800;
  public static final int DIRECTORY = 0x10000;
  public static final int NO_FOLLOW = 0x20000;
  public static final int CLOSE_ON_EXEC = 0x80000;
  public static final int PATH = 0x200000;

  private OpenFlags() {}
}
