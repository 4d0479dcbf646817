package dev.stevedore.docker.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GoValuesTest {
  @Test
  void sizesArePowersOf1024() {
    assertThat(GoValues.parseBytes("512")).isEqualTo(512);
    assertThat(GoValues.parseBytes("10k")).isEqualTo(10 << 10);
    assertThat(GoValues.parseBytes("1.5GiB")).isEqualTo(3L << 29);
    assertThat(GoValues.parseBytes("64 MB")).isEqualTo(64 << 20);
    assertThatThrownBy(() -> GoValues.parseBytes("-1")).hasMessage("invalid size: '-1'");
    assertThat(GoValues.parseSwapBytes("-1")).isEqualTo(-1);
  }

  @Test
  void durationsAreGos() {
    assertThat(GoValues.parseDuration("1h15m30.5s")).isEqualTo(4530_500_000_000L);
    assertThat(GoValues.parseDuration("-5ms")).isEqualTo(-5_000_000);
    assertThatThrownBy(() -> GoValues.parseDuration("5"))
        .hasMessage("time: missing unit in duration \"5\"");
    assertThatThrownBy(() -> GoValues.parseDuration("5d"))
        .hasMessage("time: unknown unit \"d\" in duration \"5d\"");
  }

  @Test
  void cpusAreBillionths() {
    assertThat(GoValues.parseNanoCpus("1.5")).isEqualTo(1_500_000_000L);
    assertThat(GoValues.parseNanoCpus(".25")).isEqualTo(250_000_000L);
    assertThatThrownBy(() -> GoValues.parseNanoCpus("x"))
        .hasMessage("failed to parse x as a rational number");
  }

  @Test
  void integersAreStrconvs() {
    assertThat(GoValues.parseInt("-0x10")).isEqualTo(-16);
    assertThat(GoValues.parseInt("017")).isEqualTo(15);
    assertThatThrownBy(() -> GoValues.parseUint16("70000")).hasMessageContaining("out of range");
    assertThatThrownBy(() -> GoValues.parseUint("-1")).hasMessageContaining("invalid syntax");
  }
}
