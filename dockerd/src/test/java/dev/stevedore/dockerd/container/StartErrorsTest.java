package dev.stevedore.dockerd.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StartErrorsTest {
  @Test
  void theRuntimesTextDecidesTheExitCode() {
    String prefix =
        "OCI runtime create failed: runc create failed: unable to start container process: ";
    assertThat(
            StartErrors.exitCode(
                prefix + "exec: \"x\": executable file not found in $PATH: unknown"))
        .isEqualTo(127);
    assertThat(StartErrors.exitCode(prefix + "exec: \"/etc\": permission denied: unknown"))
        .isEqualTo(126);
    assertThat(StartErrors.exitCode(prefix + "exec: \"/etc\": is a directory: unknown"))
        .isEqualTo(126);
    assertThat(StartErrors.exitCode("failed to mount rootfs: invalid argument")).isEqualTo(128);
  }

  @Test
  void signalsAreReadAsDockerReadsThem() {
    assertThat(Signals.parse("SIGTERM")).isEqualTo(15);
    assertThat(Signals.parse("hup")).isEqualTo(1);
    assertThat(Signals.parse("9")).isEqualTo(9);
    assertThat(Signals.parse("RTMIN+3")).isEqualTo(37);
    assertThatThrownBy(() -> Signals.parse("BOOM")).hasMessage("invalid signal: BOOM");
    assertThatThrownBy(() -> Signals.parse("0")).hasMessage("invalid signal: 0");
  }
}
