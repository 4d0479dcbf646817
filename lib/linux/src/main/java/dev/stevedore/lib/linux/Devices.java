package dev.stevedore.lib.linux;

/** Device numbers, makedev(3). */
public final class Devices {
  private Devices() {}

  /** The number of a device. */
  public static long number(long major, long minor) {
    return (minor & 0xff)
        | ((major & 0xfff) << 8)
        | ((minor & ~0xffL) << 12)
        | ((major & ~0xfffL) << 32);
  }

  /** The first half of a number. */
  public static long major(long device) {
    return ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
  }

  /** The second half of a number. */
  public static long minor(long device) {
    return (device & 0xff) | ((device >>> 12) & ~0xffL);
  }
}
