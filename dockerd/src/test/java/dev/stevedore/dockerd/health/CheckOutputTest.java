package dev.stevedore.dockerd.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CheckOutputTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void onlyTheBeginningIsKept() {
    CheckOutput output = new CheckOutput();
    output.add(bytes("a".repeat(4000)));
    output.add(bytes("b".repeat(96)));
    assertThat(output.text()).hasSize(4096).endsWith("b");
    output.add(bytes("c"));
    assertThat(output.text()).hasSize(4099).endsWith("b...");
  }

  @Test
  void aTimeoutTellsItsLengthAndWhatWasWritten() {
    CheckOutput output = new CheckOutput();
    assertThat(output.ofTimeout(Duration.ofMillis(1500)))
        .isEqualTo("Health check exceeded timeout (1.5s)");
    output.add(bytes("so far"));
    assertThat(output.ofTimeout(Duration.ofMinutes(1)))
        .isEqualTo("Health check exceeded timeout (1m0s): so far");
  }
}
