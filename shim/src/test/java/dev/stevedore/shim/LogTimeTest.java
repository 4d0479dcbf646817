package dev.stevedore.shim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LogTimeTest {
  @Test
  void isWhatTheJdkSays() {
    Random random = new Random(1123);
    for (int i = 0; i < 5_000; i++) {
      long millis = random.nextLong(4_102_444_800_000L) | 1; // to 2100, never a whole second
      Instant parsed = Instant.parse(LogTime.of(millis));
      assertThat(parsed.toEpochMilli()).isEqualTo(millis);
    }
    assertThat(LogTime.of(951_782_400_000L)).isEqualTo("2000-02-29T00:00:00.000Z");
  }
}
