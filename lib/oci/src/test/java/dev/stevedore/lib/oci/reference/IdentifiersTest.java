package dev.stevedore.lib.oci.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IdentifiersTest {
  @Test
  void takesContainerdsIdentifiers() {
    assertThat(Identifiers.require("web-1.a_b")).isEqualTo("web-1.a_b");
    assertThatThrownBy(() -> Identifiers.require("../etc")).hasMessageContaining("must match");
    assertThatThrownBy(() -> Identifiers.require("")).hasMessageContaining("must not be empty");
    assertThatThrownBy(() -> Identifiers.require("a".repeat(77)))
        .hasMessageContaining("greater than maximum length");
  }

  @Test
  void containerNamesHaveAtLeastTwoCharacters() {
    assertThat(ContainerNames.isValid("web")).isTrue();
    assertThatThrownBy(() -> ContainerNames.require("-web"))
        .hasMessage("Invalid container name (-web), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
    assertThat(ContainerNames.isValid("a")).isFalse();
  }

  @Test
  void idsAreNeverDigitsOnly() {
    byte[] digits = new byte[32];
    byte[] good = new byte[32];
    good[0] = (byte) 0xab;
    byte[][] answers = {digits, good};
    int[] calls = {0};

    String id = Ids.generate(() -> answers[calls[0]++]);

    assertThat(id).startsWith("ab00").hasSize(64);
    assertThat(Ids.shortened("sha256:" + id)).isEqualTo("ab0000000000");
  }
}
