package dev.stevedore.lib.posix;

/** epoll(7), level-triggered. */
public final class Epoll implements AutoCloseable {
  /** There is something to read. */
  public static final int IN = 0x1;

  /** There is room to write. */
  public static final int OUT = 0x4;

  /** An error; reported unasked. */
  public static final int ERROR = 0x8;

  /** The other end is gone; reported unasked. */
  public static final int HANG_UP = 0x10;

  /** The other end has shut down its writing half. */
  public static final int READ_HANG_UP = 0x2000;

  private static final int CTL_ADD = 1;
  private static final int CTL_DEL = 2;
  private static final int CTL_MOD = 3;
  private static final int EVENT_SIZE = 12;
  private static final int CLOEXEC = 0x80000;

  private final Fd fd;
  private final byte[] events;
  private int ready;

  private Epoll(Fd fd, int capacity) {
    this.fd = fd;
    this.events = new byte[capacity * EVENT_SIZE];
  }

  /** A new instance that reports at most so many events a call. */
  public static Epoll create(int capacity) {
    long fd = Syscall.check(Syscall.invoke(Syscall.EPOLL_CREATE1, CLOEXEC), "epoll_create1", "");
    return new Epoll(new Fd((int) fd), capacity);
  }

  public void add(Fd watched, int interest) {
    control(CTL_ADD, watched, interest);
  }

  public void modify(Fd watched, int interest) {
    control(CTL_MOD, watched, interest);
  }

  public void remove(Fd watched) {
    control(CTL_DEL, watched, 0);
  }

  /**
   * epoll_wait(2).
   *
   * @param limitMillis -1 for no limit
   * @return how many are ready: ask {@link #readyFd} and {@link #readyEvents} for each, before the
   *     next call
   */
  public int await(int limitMillis) {
    long n =
        Syscall.invoke(
            Syscall.EPOLL_WAIT,
            fd.number(),
            Syscall.at(events),
            events.length / EVENT_SIZE,
            limitMillis);
    ready = n == -Errno.EINTR.code() ? 0 : (int) Syscall.check(n, "epoll_wait", "");
    return ready;
  }

  /** The number of the i-th ready descriptor. */
  public int readyFd(int i) {
    return Struct.getInt(events, position(i) + 4);
  }

  /** What it is ready for. */
  public int readyEvents(int i) {
    return Struct.getInt(events, position(i));
  }

  @Override
  public void close() {
    fd.close();
  }

  private int position(int i) {
    if (i < 0 || i >= ready) {
      throw new IndexOutOfBoundsException(i + " of " + ready);
    }
    return i * EVENT_SIZE;
  }

  private void control(int operation, Fd watched, int interest) {
    byte[] event = new byte[EVENT_SIZE];
    Struct.putInt(event, 0, interest);
    Struct.putInt(event, 4, watched.number());
    Syscall.check(
        Syscall.invoke(
            Syscall.EPOLL_CTL, fd.number(), operation, watched.number(), Syscall.at(event)),
        "epoll_ctl",
        "fd " + watched.number());
  }
}
