package dev.stevedore.dockerd.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class QueryTest {
  @Test
  void readsBooleansAsDockerDoes() {
    Query query = Query.parse("a=1&b=0&c=False&d=&e=yes&f=none&g");
    assertThat(query.isTrue("a")).isTrue();
    assertThat(query.isTrue("b")).isFalse();
    assertThat(query.isTrue("c")).isFalse();
    assertThat(query.isTrue("d")).isFalse();
    assertThat(query.isTrue("e")).isTrue();
    assertThat(query.isTrue("f")).isFalse();
    assertThat(query.isTrue("g", true)).isFalse();
    assertThat(query.isTrue("absent", true)).isTrue();
  }

  @Test
  void decodesAndRepeats() {
    Query query = Query.parse("name=a%2Fb+c&ps=1&ps=2");
    assertThat(query.text("name")).isEqualTo("a/b c");
    assertThat(query.all("ps")).containsExactly("1", "2");
    assertThat(query.number("ps")).contains(1L);
  }

  @Test
  void refusesWhatIsNoNumber() {
    assertThatThrownBy(() -> Query.parse("t=x").number("t"))
        .isInstanceOf(ApiException.BadParameter.class)
        .hasMessageContaining("parameter t");
  }
}
