package dev.stevedore.init;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgramPathsTest {
  @Test
  void aNameIsLookedForInEachDirectory() {
    assertThat(ProgramPaths.of("sh", "/usr/bin:/bin")).containsExactly("/usr/bin/sh", "/bin/sh");
  }

  @Test
  void aPathIsTakenAsItIs() {
    assertThat(ProgramPaths.of("./sh", "/bin")).containsExactly("./sh");
    assertThat(ProgramPaths.of("/opt/sh", "/bin")).containsExactly("/opt/sh");
  }

  @Test
  void anEmptyDirectoryIsTheCurrentOne() {
    assertThat(ProgramPaths.of("sh", "/bin::")).containsExactly("/bin/sh", "sh", "sh");
    assertThat(ProgramPaths.of("sh", "")).containsExactly("sh");
  }

  @Test
  void noNameIsNoProgram() {
    assertThat(ProgramPaths.of("", "/bin")).containsExactly("");
  }
}
