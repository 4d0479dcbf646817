package dev.stevedore.shim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SplitTest {
  @Test
  void leavesOutEmptyParts() {
    assertThat(Split.by(':', "::a:b::c:")).containsExactly("a", "b", "c");
    assertThat(Split.by(':', "")).isEmpty();
    assertThat(Split.lines("one\n\ntwo\n")).containsExactly("one", "two");
    assertThat(Split.words(" one\t two\n")).containsExactly("one", "two");
  }
}
