package dev.stevedore.dockerd.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostAddressTest {
  @ParameterizedTest
  @CsvSource({
    "'', unix:///run/stevedore/docker.sock",
    "unix://, unix:///run/stevedore/docker.sock",
    "unix:///x/y.sock, unix:///x/y.sock",
    "tcp://, tcp://localhost:2375",
    "tcp://:7777, tcp://localhost:7777",
    "1.2.3.4:5, tcp://1.2.3.4:5",
    "tcp://host, tcp://host:2375",
    "'tcp://[::1]:5', 'tcp://[::1]:5'",
    "fd://, fd://",
    "fd://3, fd://3",
  })
  void readsWithDefaults(String text, String expected) throws ConfigException {
    assertThat(HostAddress.parse(text, false)).hasToString(expected);
  }

  @Test
  void tlsHasAPortOfItsOwn() throws ConfigException {
    assertThat(HostAddress.parse("tcp://host", true)).hasToString("tcp://host:2376");
    assertThat(HostAddress.parse("", true)).hasToString("tcp://localhost:2376");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://x", "tcp://a b", "tcp://x:99999", "tcp://x/path", "unix://tcp://x"})
  void refusesAllElse(String text) {
    assertThatThrownBy(() -> HostAddress.parse(text, false)).isInstanceOf(ConfigException.class);
  }

  @Test
  void knowsWhatOnlyThisMachineReaches() {
    assertThat(new HostAddress.Tcp("127.0.0.2", 1).isLoopback()).isTrue();
    assertThat(new HostAddress.Tcp("localhost", 1).isLoopback()).isTrue();
    assertThat(new HostAddress.Tcp("0.0.0.0", 1).isLoopback()).isFalse();
  }
}
