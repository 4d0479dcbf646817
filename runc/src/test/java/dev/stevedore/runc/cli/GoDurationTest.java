package dev.stevedore.runc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
  @ParameterizedTest
  @CsvSource({"5s,5000", "250ms,250", "1m30s,90000", "1.5s,1500", "2h,7200000"})
  void unitsAddUp(String text, long millis) {
    assertThat(GoDuration.millis(text)).isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "5 s", "5x", "1..2s"})
  void whatIsNoDurationIsAnError(String text) {
    assertThatThrownBy(() -> GoDuration.millis(text)).isInstanceOf(UsageException.class);
  }
}
