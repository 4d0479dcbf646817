package dev.stevedore.dockerd.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiltersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":{\"web\":true,\"db\":true,\"off\":false},\"label\":{\"a=b\":true}}",
        "{\"name\":[\"web\",\"db\"],\"label\":[\"a=b\"]}"
      })
  void readsBothForms(String json) {
    Filters filters = Filters.parse(json);
    assertThat(filters.get("name")).containsExactly("web", "db");
    assertThat(filters.matchesPairs("label", Map.of("a", "b", "c", "d"))).isTrue();
    assertThat(filters.matchesPairs("label", Map.of("a", "x"))).isFalse();
    assertThat(filters.matchesExactly("name", "db")).isTrue();
    assertThat(filters.matchesExactly("name", "webserver")).isFalse();
    assertThat(filters.matchesPrefix("name", "webserver")).isTrue();
    assertThat(filters.matchesPattern("name", "my-web")).isTrue();
    assertThat(filters.matchesExactly("absent", "anything")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "{\"a\":1}", "{\"a\":[1]}", "{\"a\":{\"b\":1}}", "\"x\""})
  void refusesAllElse(String json) {
    assertThatThrownBy(() -> Filters.parse(json))
        .isInstanceOf(ApiException.BadParameter.class)
        .hasMessage("invalid filter");
  }

  @Test
  void refusesUnknownKeysByName() {
    Filters filters = Filters.parse("{\"nope\":[\"x\"]}");
    assertThatThrownBy(() -> filters.accepting(Set.of("name")))
        .isInstanceOf(ApiException.BadParameter.class)
        .hasMessage("invalid filter 'nope'");
  }

  @Test
  void readsBooleans() {
    assertThat(Filters.parse("{\"dangling\":[\"1\"]}").isTrue("dangling", false)).isTrue();
    assertThat(Filters.parse("").isTrue("dangling", true)).isTrue();
    assertThatThrownBy(() -> Filters.parse("{\"dangling\":[\"maybe\"]}").isTrue("dangling", false))
        .hasMessage("invalid filter 'dangling=[maybe]'");
  }
}
