package dev.stevedore.lib.posix;

/** clone3(2), unshare(2), setns(2): namespaces(7). */
public final class Namespaces {
  public static final int TIME = 0x80;
  public static final int MOUNT = 0x20000;
  public static final int CGROUP = 0x2000000;
  public static final int UTS = 0x4000000;
  public static final int IPC = 0x8000000;
  public static final int USER = 0x10000000;
  public static final int PID = 0x20000000;
  public static final int NETWORK = 0x40000000;

  private static final int CLONE_PARENT = 0x8000;
  private static final long CLONE_INTO_CGROUP = 0x200000000L;
  private static final int CLONE_ARGS_SIZE = 88;
  private static final int SIGCHLD = 17;

  private Namespaces() {}

  /**
   * clone3(2) as a fork into new namespaces. These programs have one thread, so the child may go on
   * in Java.
   *
   * @param namespaces bits of this class; not {@link #TIME}, which clone3 shares with unshare only
   * @param asSibling whether the child's parent is this process's parent
   * @param cgroup an open directory of cgroup v2 to start it in, or -1
   * @return the child's pid, or 0 in the child
   */
  public static int fork(int namespaces, boolean asSibling, int cgroup) {
    byte[] args = new byte[CLONE_ARGS_SIZE];
    long flags = namespaces & 0xffffffffL;
    if (asSibling) {
      flags |= CLONE_PARENT;
    } else {
      Struct.putLong(args, 32, SIGCHLD);
    }
    if (cgroup >= 0) {
      flags |= CLONE_INTO_CGROUP;
      Struct.putLong(args, 80, cgroup);
    }
    Struct.putLong(args, 0, flags);
    long pid = Syscall.invoke(Syscall.CLONE3, Syscall.at(args), args.length);
    return (int) Syscall.check(pid, "clone3", "");
  }

  /** unshare(2). */
  public static void unshare(int namespaces) {
    Syscall.check(Syscall.invoke(Syscall.UNSHARE, namespaces), "unshare", "");
  }

  /**
   * setns(2) with the descriptor of a namespace.
   *
   * @param kind which kind it must be, a bit of this class
   */
  public static void join(Fd namespace, int kind) {
    Syscall.check(
        Syscall.invoke(Syscall.SETNS, namespace.number(), kind), "setns", namespace.procPath());
  }

  /**
   * setns(2) with a pidfd: joins the namespaces of a process, all at once.
   *
   * @param kinds which, bits of this class
   */
  public static void joinAllOf(Fd process, int kinds) {
    Syscall.check(
        Syscall.invoke(Syscall.SETNS, process.number(), kinds), "setns", "the container's process");
  }
}
