package dev.stevedore.lib.posix;

/** poll(2) of a single descriptor, for the few places that have no event loop. */
public final class Poll {
  private static final int POLL = 7;
  private static final int POLLIN = 1;
  private static final int POLLOUT = 4;

  private Poll() {}

  /** Waits until something can be read, or the other end is gone. */
  public static void readable(Fd fd) {
    await(fd, POLLIN, -1);
  }

  /** Waits until something can be written. */
  public static void writable(Fd fd) {
    await(fd, POLLOUT, -1);
  }

  /**
   * Waits, but no longer than the limit.
   *
   * @param limitMillis -1 for no limit
   * @return whether something can be read, or the other end is gone
   */
  public static boolean readable(Fd fd, int limitMillis) {
    return await(fd, POLLIN, limitMillis);
  }

  /**
   * Waits, but no longer than the limit.
   *
   * @param limitMillis -1 for no limit
   * @return whether something can be written, or the other end is gone
   */
  public static boolean writable(Fd fd, int limitMillis) {
    return await(fd, POLLOUT, limitMillis);
  }

  /**
   * Waits until nobody has the reading end of a pipe open, but no longer than the limit.
   *
   * @param writer the writing end
   * @return whether nobody has
   */
  public static boolean withoutReader(Fd writer, int limitMillis) {
    return await(writer, 0, limitMillis);
  }

  /**
   * Waits until one of two can be read, or the other end of one is gone.
   *
   * @param limitMillis -1 for no limit
   */
  public static void anyReadable(Fd first, Fd second, int limitMillis) {
    byte[] pollfds = new byte[16];
    Struct.putInt(pollfds, 0, first.number());
    Struct.putShort(pollfds, 4, POLLIN);
    Struct.putInt(pollfds, 8, second.number());
    Struct.putShort(pollfds, 12, POLLIN);
    long n = Syscall.invoke(POLL, Syscall.at(pollfds), 2, limitMillis);
    if (n != -Errno.EINTR.code()) {
      Syscall.check(n, "poll", "fd " + first.number() + ", fd " + second.number());
    }
  }

  /**
   * Waits until something can be written or read.
   *
   * @return whether something can be read, or the other end is gone
   */
  public static boolean readableBeforeWritable(Fd fd) {
    byte[] pollfd = new byte[8];
    Struct.putInt(pollfd, 0, fd.number());
    Struct.putShort(pollfd, 4, POLLIN | POLLOUT);
    while (true) {
      long n = Syscall.invoke(POLL, Syscall.at(pollfd), 1, -1);
      if (n != -Errno.EINTR.code()) {
        Syscall.check(n, "poll", "fd " + fd.number());
        return (Struct.getUnsignedShort(pollfd, 6) & ~POLLOUT) != 0;
      }
    }
  }

  private static boolean await(Fd fd, int events, int limitMillis) {
    byte[] pollfd = new byte[8];
    Struct.putInt(pollfd, 0, fd.number());
    Struct.putShort(pollfd, 4, events);
    while (true) {
      long n = Syscall.invoke(POLL, Syscall.at(pollfd), 1, limitMillis);
      if (n != -Errno.EINTR.code()) {
        return Syscall.check(n, "poll", "fd " + fd.number()) > 0;
      }
    }
  }
}
