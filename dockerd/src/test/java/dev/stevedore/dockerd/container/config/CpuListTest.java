package dev.stevedore.dockerd.container.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CpuListTest {
  @Test
  void numbersAndRangesAreRead() {
    assertThat(CpuList.parse("0-2,7").toString()).isEqualTo("{0, 1, 2, 7}");
    assertThat(CpuList.parse("").isEmpty()).isTrue();
  }

  @Test
  void whatIsNoListIsRefused() {
    for (String text : new String[] {"x", "1-", "-1", "3-1", "1,,2", "99999"}) {
      assertThatThrownBy(() -> CpuList.parse(text)).hasMessage("invalid format: " + text);
    }
  }
}
