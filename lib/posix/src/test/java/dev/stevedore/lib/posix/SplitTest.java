package dev.stevedore.lib.posix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SplitTest {
  @Test
  void allParts() {
    assertThat(Split.at(':', "a::b:")).containsExactly("a", "", "b", "");
    assertThat(Split.at(':', "")).containsExactly("");
    assertThat(Split.at(':', "a:b:c", 2)).containsExactly("a", "b:c");
  }

  @Test
  void words() {
    assertThat(Split.words('/', "//a/b/")).containsExactly("a", "b");
    assertThat(Split.words('/', "")).isEmpty();
  }
}
