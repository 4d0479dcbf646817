package dev.stevedore.containerd.snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.containerd.errors.Failure;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SizeLabelTest {
  @Test
  void itIsANumberOfBytesOrNotThere() {
    assertThat(SizeLabel.of(Map.of())).isEmpty();
    assertThat(SizeLabel.of(Map.of(SizeLabel.NAME, "10485760"))).hasValue(10 << 20);
  }

  @Test
  void anythingElseIsRefused() {
    for (String text : new String[] {"10M", "-1", "0"}) {
      assertThatThrownBy(() -> SizeLabel.of(Map.of(SizeLabel.NAME, text)))
          .isInstanceOf(Failure.class)
          .hasMessageContaining(text);
    }
  }
}
