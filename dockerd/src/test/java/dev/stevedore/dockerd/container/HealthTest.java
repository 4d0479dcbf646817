package dev.stevedore.dockerd.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.dockerd.container.config.HealthCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final HealthCheck RULES =
      new HealthCheck(
          List.of("true"),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(2),
          3);

  private static Health check(Health health, int second, int exitCode) {
    Instant at = START.plusSeconds(second);
    return health.after(new Health.Check(at, at.plusMillis(5), exitCode, "at " + second), RULES);
  }

  @Test
  void failuresInTheStartPeriodDoNotCount() {
    Health health = Health.UNKNOWN.begun(START);
    for (int second = 1; second < 10; second++) {
      health = check(health, second, 1);
    }
    assertThat(health.status()).isEqualTo(Health.Status.STARTING);
    assertThat(health.failingStreak()).isZero();
    assertThat(health.log()).extracting(Health.Check::output).startsWith("at 5").endsWith("at 9");
    health = check(check(health, 10, 1), 11, -1);
    assertThat(health.status()).isEqualTo(Health.Status.STARTING);
    assertThat(check(health, 12, 1).status()).isEqualTo(Health.Status.UNHEALTHY);
  }

  @Test
  void oneSuccessEndsTheStartPeriod() {
    Health health = check(Health.UNKNOWN.begun(START), 1, 0);
    assertThat(health.status()).isEqualTo(Health.Status.HEALTHY);
    health = check(check(health, 2, 1), 3, 1);
    assertThat(health.status()).isEqualTo(Health.Status.HEALTHY);
    assertThat(health.failingStreak()).isEqualTo(2);
    health = check(health, 4, 1);
    assertThat(health.status()).isEqualTo(Health.Status.UNHEALTHY);
    health = check(health, 5, 0);
    assertThat(health.status()).isEqualTo(Health.Status.HEALTHY);
    assertThat(health.failingStreak()).isZero();
  }

  @Test
  void checksAreMoreFrequentInTheStartPeriod() {
    Health starting = Health.UNKNOWN.begun(START);
    assertThat(starting.pause(RULES, START.plusSeconds(9))).isEqualTo(Duration.ofSeconds(2));
    assertThat(starting.pause(RULES, START.plusSeconds(10))).isEqualTo(Duration.ofSeconds(30));
    assertThat(check(starting, 1, 0).pause(RULES, START.plusSeconds(2)))
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void whatIsStoredIsReadAgain() {
    Health health = check(Health.UNKNOWN.begun(START), 1, 3).checking("abc");
    assertThat(Records.health(Records.write(health))).isEqualTo(health);
  }
}
