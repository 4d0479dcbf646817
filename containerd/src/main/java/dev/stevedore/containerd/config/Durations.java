package dev.stevedore.containerd.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them: {@code 100ms}, {@code 1m30s}. */
final class Durations {
  private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)([a-zµ]+)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private Durations() {}

  /** Reads one, if it is one. */
  static Optional<Duration> parse(String text) {
    String unsigned = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    if (unsigned.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    Matcher part = PART.matcher(unsigned);
    BigDecimal nanos = BigDecimal.ZERO;
    int end = 0;
    while (part.find() && part.start() == end && UNITS.containsKey(part.group(2))) {
      BigDecimal unit = BigDecimal.valueOf(UNITS.getOrDefault(part.group(2), 0L));
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unit));
      end = part.end();
    }
    boolean complete = end == unsigned.length() && end > 0;
    boolean fits = nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
    return complete && fits
        ? Optional.of(Duration.ofNanos(nanos.longValue() * (text.startsWith("-") ? -1 : 1)))
        : Optional.empty();
  }

  /** Writes one, in the largest unit in which it is a whole number. */
  static String format(Duration duration) {
    long nanos = duration.toNanos();
    for (String unit : new String[] {"s", "ms", "µs"}) {
      long length = UNITS.getOrDefault(unit, 1L);
      if (nanos % length == 0) {
        return nanos / length + unit;
      }
    }
    return nanos + "ns";
  }
}
