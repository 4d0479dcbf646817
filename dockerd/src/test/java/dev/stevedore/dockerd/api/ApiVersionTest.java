package dev.stevedore.dockerd.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiVersionTest {
  @Test
  void comparesByNumberNotByText() {
    assertThat(ApiVersion.parse("1.9")).isLessThan(ApiVersion.parse("1.24"));
    assertThat(ApiVersion.parse("1.51")).isEqualTo(ApiVersion.CURRENT);
    assertThat(ApiVersion.parse("2")).isGreaterThan(ApiVersion.CURRENT);
    assertThat(ApiVersion.parse("1.24").before(42)).isTrue();
    assertThat(ApiVersion.parse("1.42").atLeast(42)).isTrue();
  }
}
