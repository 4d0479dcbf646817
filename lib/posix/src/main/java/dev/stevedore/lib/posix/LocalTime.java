package dev.stevedore.lib.posix;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.c.Include;

/** localtime_r(3): what TZ and /etc/localtime say about a moment. */
public final class LocalTime {
  private static final int SECONDS_SIZE = 8;
  private static final int TM_SIZE = 56;
  private static final int TM_GMTOFF = 40;
  private static final int TM_ZONE = 48;

  /**
   * How local time stands to UTC.
   *
   * @param offsetSeconds what it is ahead
   * @param zone the short name, such as CET
   */
  public record Zone(int offsetSeconds, String zone) {}

  private LocalTime() {}

  /** The zone at a moment, in seconds since the epoch. */
  public static Zone zoneAt(long epochSeconds) {
    tzset();
    try (NativeMemory memory = NativeMemory.allocate(SECONDS_SIZE + TM_SIZE)) {
      memory.putLong(0, epochSeconds);
      Address seconds = Address.fromLong(memory.address());
      Address tm = seconds.add(SECONDS_SIZE);
      if (localtime(seconds, tm).toLong() == 0) {
        return new Zone(0, "UTC");
      }
      return new Zone((int) tm.add(TM_GMTOFF).getLong(), CString.at(tm.add(TM_ZONE).getAddress()));
    }
  }

  @Include("time.h")
  @Import(name = "localtime_r")
  private static native Address localtime(Address seconds, Address tm);

  @Include("time.h")
  @Import(name = "tzset")
  private static native void tzset();
}
