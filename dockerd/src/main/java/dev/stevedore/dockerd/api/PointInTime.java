package dev.stevedore.dockerd.api;

import dev.stevedore.lib.daemon.GoDuration;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times as filters have them: seconds since 1970, a date, or how long ago. */
public final class PointInTime {
  private static final Pattern SECONDS = Pattern.compile("[0-9]+(?:\\.[0-9]+)?");
  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

  private PointInTime() {}

  /**
   * Reads {@code 1700000000.5}, {@code 24h}, {@code 2026-01-02}, {@code 2026-01-02T15:04:05} (both
   * in local time) or {@code 2026-01-02T15:04:05Z}.
   *
   * @throws ApiException.BadParameter if it is none of them
   */
  public static Instant parse(String text) {
    if (SECONDS.matcher(text).matches()) {
      return Instant.EPOCH.plusNanos(new BigDecimal(text).multiply(NANOS).longValue());
    }
    Optional<Duration> ago = GoDuration.parse(text);
    if (ago.isPresent()) {
      return Instant.now().minus(ago.get());
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return local(text);
    }
  }

  private static Instant local(String text) {
    try {
      LocalDateTime time =
          text.contains("T") ? LocalDateTime.parse(text) : LocalDate.parse(text).atStartOfDay();
      return time.atZone(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeException e) {
      throw new ApiException.BadParameter(
          "failed to parse value as time or duration: \"" + text + "\"", e);
    }
  }
}
