package dev.stevedore.docker.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DetachKeysTest {
  private static String pass(DetachKeys.Filter filter, String typed) {
    byte[] input = typed.getBytes(StandardCharsets.ISO_8859_1);
    byte[] into = new byte[input.length + filter.slack()];
    int count = filter.pass(input, input.length, into);
    return count < 0
        ? "detached"
        : new String(Arrays.copyOf(into, count), StandardCharsets.ISO_8859_1);
  }

  @Test
  void theUsualKeysDetachEvenWhenTheyComeApart() {
    assertThat(pass(DetachKeys.usual().filter(), "ls\020\021")).isEqualTo("detached");
    DetachKeys.Filter filter = DetachKeys.usual().filter();
    assertThat(pass(filter, "\020")).isEmpty();
    assertThat(pass(filter, "\021")).isEqualTo("detached");
  }

  @Test
  void keysThatOnlyBeganTheSequenceArePassedOn() {
    DetachKeys.Filter filter = DetachKeys.usual().filter();
    assertThat(pass(filter, "a\020")).isEqualTo("a");
    assertThat(pass(filter, "b")).isEqualTo("\020b");
    assertThat(pass(filter, "\020\020")).isEqualTo("\020");
    assertThat(pass(filter, "\021")).isEqualTo("detached");
  }

  @Test
  void keysCanBeChosen() {
    assertThat(pass(DetachKeys.parse("ctrl-a,x").filter(), "\001x")).isEqualTo("detached");
    assertThat(pass(DetachKeys.parse("ctrl-\\").filter(), "\034")).isEqualTo("detached");
    assertThatThrownBy(() -> DetachKeys.parse("foo"))
        .hasMessage("invalid detach keys (foo): Unknown character: 'foo'");
  }
}
