package dev.stevedore.lib.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChallengeTest {
  @Test
  void aBearerChallengeHasItsParameters() {
    assertThat(
            Challenge.parse(
                List.of(
                    "Bearer realm=\"https://auth.example/token\",service=\"r.example\","
                        + "scope=\"repository:a/b:pull,push\"")))
        .containsExactly(
            new Challenge(
                "bearer",
                Map.of(
                    "realm", "https://auth.example/token",
                    "service", "r.example",
                    "scope", "repository:a/b:pull,push")));
  }

  @Test
  void oneHeaderMayCarrySeveral() {
    assertThat(
            Challenge.parse(
                List.of("Negotiate, Basic realm=\"a \\\"b\\\", c\" , Bearer realm=x, service = y")))
        .containsExactly(
            new Challenge("negotiate", Map.of()),
            new Challenge("basic", Map.of("realm", "a \"b\", c")),
            new Challenge("bearer", Map.of("realm", "x", "service", "y")));
  }

  @Test
  void nonsenseIsNoChallenge() {
    assertThat(Challenge.parse(List.of("", "=", "\"", ","))).isEmpty();
  }
}
