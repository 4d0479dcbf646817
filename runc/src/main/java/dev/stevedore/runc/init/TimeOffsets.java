package dev.stevedore.runc.init;

import dev.stevedore.lib.oci.runtime.TimeOffset;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.Namespaces;
import java.util.Map;

/** A new time namespace (time_namespaces(7)). This process is in it from execve on. */
final class TimeOffsets {
  private TimeOffsets() {}

  /**
   * Makes it.
   *
   * @param offsets by clock, {@code monotonic} and {@code boottime}
   */
  static void apply(Map<String, TimeOffset> offsets) {
    Namespaces.unshare(Namespaces.TIME);
    StringBuilder lines = new StringBuilder();
    offsets.forEach(
        (clock, offset) ->
            lines
                .append(clock)
                .append(' ')
                .append(offset.secs())
                .append(' ')
                .append(offset.nanosecs())
                .append('\n'));
    if (!lines.isEmpty()) {
      Files.writeExisting("/proc/self/timens_offsets", lines.toString());
    }
  }
}
