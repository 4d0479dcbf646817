package dev.stevedore.lib.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class UserNamespaceTest {
  @Test
  void theHostsMapsEveryIdToItself() {
    assertThat(UserNamespace.isInitial("         0          0 4294967295\n")).isTrue();
    assertThat(UserNamespace.isInitial("         0       1000          1\n")).isFalse();
    assertThat(UserNamespace.isInitial("0 0 65536\n65536 65536 1\n")).isFalse();
  }
}
