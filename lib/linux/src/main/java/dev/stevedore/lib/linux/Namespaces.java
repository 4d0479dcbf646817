package dev.stevedore.lib.linux;

/**
 * setns(2) and unshare(2): which namespaces the calling thread is in. To be called only on a
 * platform thread of one's own: on a virtual thread it would move the carrier, and all that run on
 * it.
 */
public final class Namespaces {
  /** A network namespace. */
  public static final int CLONE_NEWNET = 0x40000000;

  /** A mount namespace. */
  public static final int CLONE_NEWNS = 0x00020000;

  /** Root and working directory of one's own: what a mount namespace of one's own needs. */
  public static final int CLONE_FS = 0x00000200;

  private Namespaces() {}

  /** Puts the calling thread into the namespace that the descriptor stands for. */
  public static void enter(Fd namespace, int type) throws LinuxException {
    requirePlatformThread();
    try (Call call = new Call("setns", namespace)) {
      call.make(Sys.SETNS, namespace.number(), type);
    }
  }

  /** Puts the calling thread into new namespaces of these kinds. */
  public static void unshare(int types) throws LinuxException {
    requirePlatformThread();
    try (Call call = new Call("unshare", "namespaces " + Integer.toHexString(types))) {
      call.make(Sys.UNSHARE, types);
    }
  }

  private static void requirePlatformThread() {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("a virtual thread cannot change its namespaces");
    }
  }
}
