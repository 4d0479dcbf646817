package dev.stevedore.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.process.Pty;
import org.junit.jupiter.api.Test;

/** With {@code -it} in front of a terminal. */
public abstract class TerminalBehaviour extends HealthBehaviour {
  private static final String CTRL_C = "\u0003";
  private static final String DETACH = "\u0010\u0011";

  @Test
  void aShellOnATerminal() {
    try (Pty pty = Pty.start(cli("run", "--rm", "-it", "busybox", "sh"))) {
      pty.expect("/ #").line("tty; echo se''en").expect("/dev/pts/0").expect("seen").line("exit 5");
      assertThat(pty.exitCode()).isEqualTo(5);
    }
  }

  @Test
  void theSizeFollowsTheWindow() {
    try (Pty pty = Pty.start(cli("run", "--rm", "-it", "busybox", "sh"))) {
      pty.expect("/ #").awaitSize(24, 80);
      // The real CLI asks for the first size, and only then listens for changes of it.
      Pause.millis(300);
      pty.resize(50, 132).awaitSize(50, 132).line("exit");
      assertThat(pty.exitCode()).isZero();
    }
  }

  @Test
  void ctrlCGoesToTheForegroundProcessInTheContainer() {
    try (Pty pty = Pty.start(cli("run", "--rm", "-it", "busybox", "sh"))) {
      pty.expect("/ #").line("echo sle''eping; sleep 1000").expect("sleeping");
      Pause.millis(300);
      pty.send(CTRL_C);
      pty.expect("/ #").line("echo still he''re").expect("still here").line("exit 0");
      assertThat(pty.exitCode()).isZero();
    }
  }

  @Test
  void theTerminalIsRestored() {
    String run = String.join(" ", cli("run", "--rm", "-it", "busybox", "true").argv());
    try (Pty pty =
        Pty.start(
            Command.of(
                    "sh",
                    "-c",
                    "stty -a > before; "
                        + run
                        + "; stty -a | diff before - && echo sa''me; rm before")
                .env(cli().environment()))) {
      pty.expect("same");
    }
  }

  @Test
  void detachLeavesItRunningAndAttachComesBack() {
    try (Pty pty = Pty.start(cli("run", "-it", "--name", "kept", "busybox", "sh"))) {
      pty.expect("/ #").send(DETACH);
      assertThat(pty.exitCode()).isZero();
    }
    assertThat(inspect("kept", "{{.State.Running}}")).isEqualTo("true");
    try (Pty pty = Pty.start(cli("attach", "kept"))) {
      pty.line("echo ba''ck").expect("back").line("exit 4");
      assertThat(pty.exitCode()).isEqualTo(4);
    }
  }

  @Test
  void execOnATerminal() {
    cli("run", "-d", "--name", "host", "busybox", "sleep", "1000").run().ok();
    try (Pty pty = Pty.start(cli("exec", "-it", "host", "sh"))) {
      pty.expect("/ #").awaitSize(24, 80).resize(31, 97).awaitSize(31, 97).line("exit 8");
      assertThat(pty.exitCode()).isEqualTo(8);
    }
  }

  @Test
  void withoutATerminalDashTIsRefused() {
    assertThat(cli("run", "--rm", "-it", "busybox", "true").run().exits(1).err())
        .containsIgnoringCase("not a t");
  }

  @Test
  void ctrlCWithoutATerminalReachesTheProcess() {
    try (var running =
        cli(
                "run",
                "--rm",
                "busybox",
                "sh",
                "-c",
                "trap 'echo got INT; exit 2' INT; echo ready; while :; do sleep 0.1; done")
            .start()) {
      running.awaitOut("ready");
      running.signal("INT");
      assertThat(running.await(java.time.Duration.ofSeconds(10)).exits(2).out())
          .contains("got INT");
    }
  }
}
