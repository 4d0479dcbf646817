package dev.stevedore.lib.linux;

/** umask(2): which permissions new files do not get. */
public final class Umask {
  private Umask() {}

  /** Sets it for this process; returns what it was. */
  public static int set(int mask) throws LinuxException {
    try (Call call = new Call("umask", Integer.toOctalString(mask))) {
      return (int) call.make(Sys.UMASK, mask);
    }
  }
}
