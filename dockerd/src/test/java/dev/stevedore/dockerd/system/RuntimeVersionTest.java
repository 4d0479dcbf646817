package dev.stevedore.dockerd.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RuntimeVersionTest {
  @Test
  void readsWhatRuncAndCrunSay() {
    assertThat(RuntimeVersion.parse("runc version 1.1.5\ncommit: v1.1.5-0\nspec: 1.0.2-dev\n"))
        .contains(new RuntimeVersion("runc", "1.1.5", "v1.1.5-0"));
    assertThat(RuntimeVersion.parse("crun version 1.8.1\ncommit: f8a0\nrundir: /run/user/0/crun\n"))
        .contains(new RuntimeVersion("crun", "1.8.1", "f8a0"));
    assertThat(RuntimeVersion.parse("usage: what")).isEmpty();
  }
}
