package dev.stevedore.dockerd.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class PointInTimeTest {
  @Test
  void secondsAndTimesAreThemselves() {
    assertThat(PointInTime.parse("1700000000.5"))
        .isEqualTo(Instant.ofEpochSecond(1_700_000_000, 500_000_000));
    assertThat(PointInTime.parse("2026-01-02T03:04:05+01:00"))
        .isEqualTo(Instant.parse("2026-01-02T02:04:05Z"));
    assertThat(PointInTime.parse("2026-01-02"))
        .isEqualTo(LocalDate.of(2026, 1, 2).atStartOfDay(ZoneId.systemDefault()).toInstant());
  }

  @Test
  void aDurationIsThatLongAgo() {
    assertThat(PointInTime.parse("1h30m"))
        .isCloseTo(Instant.now().minus(Duration.ofMinutes(90)), within(5, ChronoUnit.SECONDS));
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> PointInTime.parse("soon"))
        .hasMessage("failed to parse value as time or duration: \"soon\"");
  }
}
