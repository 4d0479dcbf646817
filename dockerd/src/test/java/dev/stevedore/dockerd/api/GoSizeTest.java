package dev.stevedore.dockerd.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "512,512",
    "10b,10",
    "1k,1024",
    "10M,10485760",
    "1.5 GiB,1610612736",
    "2tb,2199023255552"
  })
  void sizesArePowersOf1024(String text, long bytes) {
    assertThat(GoSize.parse(text)).isEqualTo(bytes);
  }

  @Test
  void whatIsNoSizeIsRefusedWithDockersTexts() {
    assertThatThrownBy(() -> GoSize.parse("big")).hasMessage("invalid size: 'big'");
    assertThatThrownBy(() -> GoSize.parse("-1")).hasMessage("invalid size: '-1'");
    assertThatThrownBy(() -> GoSize.parse("10x")).hasMessage("invalid suffix: 'x'");
    assertThatThrownBy(() -> GoSize.parse("x1"))
        .hasMessage("strconv.ParseFloat: parsing \"x1\": invalid syntax");
  }
}
