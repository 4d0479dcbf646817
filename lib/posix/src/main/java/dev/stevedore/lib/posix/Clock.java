package dev.stevedore.lib.posix;

/** clock_gettime(2). */
public final class Clock {
  private static final int REALTIME = 0;
  private static final int MONOTONIC = 1;

  private Clock() {}

  /** Milliseconds that only go forward. */
  public static long monotonicMillis() {
    return nanos(MONOTONIC) / 1_000_000;
  }

  /** Nanoseconds since the epoch. */
  public static long realtimeNanos() {
    return nanos(REALTIME);
  }

  private static long nanos(int clock) {
    byte[] timespec = new byte[16];
    Syscall.check(
        Syscall.invoke(Syscall.CLOCK_GETTIME, clock, Syscall.at(timespec)), "clock_gettime", "");
    return Struct.getLong(timespec, 0) * 1_000_000_000L + Struct.getLong(timespec, 8);
  }
}
