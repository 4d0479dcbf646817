package dev.stevedore.lib.posix;

/** Descriptors that become readable when something happens: eventfd(2), inotify(7). */
public final class Notification {
  private static final int CLOEXEC = 0x80000;
  private static final int NONBLOCK = 0x800;
  private static final int INOTIFY_ADD_WATCH = 254;
  private static final int INOTIFY_INIT1 = 294;
  private static final int IN_MODIFY = 2;

  private Notification() {}

  /** An eventfd, non-blocking: what it is registered with adds to it, reading takes all. */
  public static Fd eventCounter() {
    long fd = Syscall.invoke(Syscall.EVENTFD2, 0, CLOEXEC | NONBLOCK);
    return new Fd((int) Syscall.check(fd, "eventfd2", ""));
  }

  /** An inotify instance, non-blocking, that watches one file for being written. */
  public static Fd onModification(String path) {
    long result = Syscall.invoke(INOTIFY_INIT1, CLOEXEC | NONBLOCK);
    Fd fd = new Fd((int) Syscall.check(result, "inotify_init1", ""));
    byte[] name = CString.of(path);
    try {
      Syscall.check(
          Syscall.invoke(INOTIFY_ADD_WATCH, fd.number(), Syscall.at(name), IN_MODIFY),
          "inotify_add_watch",
          path);
      return fd;
    } catch (PosixException e) {
      fd.close();
      throw e;
    }
  }
}
