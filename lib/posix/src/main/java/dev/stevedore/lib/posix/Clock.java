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

  /** nanosleep(2), for the few places that have no event loop and nothing to wait on. */
  public static void sleepNanos(long nanos) {
    byte[] timespec = new byte[16];
    Struct.putLong(timespec, 0, nanos / 1_000_000_000L);
    Struct.putLong(timespec, 8, nanos % 1_000_000_000L);
    Syscall.invoke(Syscall.NANOSLEEP, Syscall.at(timespec), 0);
  }

  private static long nanos(int clock) {
    byte[] timespec = new byte[16];
    Syscall.check(
        Syscall.invoke(Syscall.CLOCK_GETTIME, clock, Syscall.at(timespec)), "clock_gettime", "");
    return Struct.getLong(timespec, 0) * 1_000_000_000L + Struct.getLong(timespec, 8);
  }
}
