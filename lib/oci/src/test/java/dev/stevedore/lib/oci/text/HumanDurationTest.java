package dev.stevedore.lib.oci.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HumanDurationTest {
  @Test
  void spansAreRoundedAsDockerRoundsThem() {
    assertThat(HumanDuration.of(0)).isEqualTo("Less than a second");
    assertThat(HumanDuration.of(59)).isEqualTo("59 seconds");
    assertThat(HumanDuration.of(60)).isEqualTo("About a minute");
    assertThat(HumanDuration.of(3599)).isEqualTo("59 minutes");
    assertThat(HumanDuration.of(3600)).isEqualTo("About an hour");
    assertThat(HumanDuration.of(47 * 3600)).isEqualTo("47 hours");
    assertThat(HumanDuration.of(30 * 3600)).isEqualTo("30 hours");
    assertThat(HumanDuration.of(13 * 86400)).isEqualTo("13 days");
    assertThat(HumanDuration.of(20 * 86400)).isEqualTo("2 weeks");
    assertThat(HumanDuration.of(90 * 86400)).isEqualTo("3 months");
    assertThat(HumanDuration.of(800L * 86400)).isEqualTo("2 years");
  }
}
