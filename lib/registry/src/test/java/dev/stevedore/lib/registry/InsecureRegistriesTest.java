package dev.stevedore.lib.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class InsecureRegistriesTest {
  @Test
  void loopbackIsAlwaysInsecure() {
    assertThat(InsecureRegistries.LOOPBACK.contains("localhost:5000")).isTrue();
    assertThat(InsecureRegistries.LOOPBACK.contains("127.1.2.3:5000")).isTrue();
    assertThat(InsecureRegistries.LOOPBACK.contains("[::1]:5000")).isTrue();
    assertThat(InsecureRegistries.LOOPBACK.contains("10.0.0.1:5000")).isFalse();
  }

  @Test
  void hostsAndNetworksCanBeAdded() {
    InsecureRegistries some = InsecureRegistries.parse(List.of("10.0.0.0/9", "http://r.test:5000"));
    assertThat(some.contains("10.127.0.1")).isTrue();
    assertThat(some.contains("10.128.0.1")).isFalse();
    assertThat(some.contains("r.test:5000")).isTrue();
    assertThat(some.networks()).containsExactly("10.0.0.0/9", "127.0.0.0/8", "::1/128");
  }

  @Test
  void whatIsNeitherIsRefusedInDockersWords() {
    assertThatThrownBy(() -> InsecureRegistries.parse(List.of("-a")))
        .hasMessage("invalid index name (-a). Cannot begin or end with a hyphen");
    assertThatThrownBy(() -> InsecureRegistries.parse(List.of("ftp://a")))
        .hasMessage("insecure registry ftp://a should not contain '://'");
    assertThatThrownBy(() -> InsecureRegistries.parse(List.of("a/b")))
        .hasMessageContaining("is not valid: invalid host \"a/b\"");
  }
}
