package dev.stevedore.lib.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void bothNamesOfATokenAreTaken() {
    assertThat(Token.parse("{\"token\":\"a\"}", NOW).value()).isEqualTo("a");
    assertThat(Token.parse("{\"access_token\":\"b\"}", NOW).value()).isEqualTo("b");
  }

  @Test
  void itLastsAMinuteUnlessItSaysMore() {
    assertThat(Token.parse("{\"token\":\"a\"}", NOW).expires()).isEqualTo(NOW.plusSeconds(60));
    assertThat(Token.parse("{\"token\":\"a\",\"expires_in\":300}", NOW).expires())
        .isEqualTo(NOW.plusSeconds(300));
  }

  @Test
  void itIsNotUsedWhenItIsNearlyOver() {
    Token token = Token.parse("{\"token\":\"a\"}", NOW);
    assertThat(token.isGood(NOW.plusSeconds(49))).isTrue();
    assertThat(token.isGood(NOW.plusSeconds(55))).isFalse();
  }

  @Test
  void anAnswerWithoutATokenIsRefused() {
    assertThatThrownBy(() -> Token.parse("{}", NOW))
        .hasMessageContaining("did not include a token");
  }
}
