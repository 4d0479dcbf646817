package dev.stevedore.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.process.Pause;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code --init}: a first process that reaps what nobody waits for, and passes signals on. */
public abstract class InitBehaviour extends OptionsBehaviour {
  /** Leaves a child to process 1, which ends a moment later. */
  private static final String ORPHANS = "for i in 1 2 3; do (sleep 0.1 &) ; done; exec sleep 1000";

  @Test
  void withAnInitTheDeadAreBuried() {
    cli("run", "-d", "--name", "plain", "busybox", "sh", "-c", ORPHANS).run().ok();
    cli("run", "-d", "--name", "kept", "--init", "busybox", "sh", "-c", ORPHANS).run().ok();
    assertThat(inspect("kept", "{{.HostConfig.Init}} {{.Path}}")).isEqualTo("true sh");
    awaitStates("plain", 3, 1);
    awaitStates("kept", 0, 2);
    assertThat(cli("exec", "kept", "cat", "/proc/1/cmdline").run().ok().out())
        .isEqualTo("/sbin/docker-init\0--\0sh\0-c\0" + ORPHANS + "\0");
  }

  /** Waits until so many are dead and so many live, the one that looks not counted. */
  private void awaitStates(String container, int dead, int alive) {
    List<String> states = List.of();
    for (int i = 0; i < 100; i++) {
      states =
          cli("exec", container, "sh", "-c", "cat /proc/[0-9]*/stat | cut -d' ' -f2,3")
              .run()
              .ok()
              .lines();
      long zombies = states.stream().filter(s -> s.endsWith(" Z")).count();
      long sleepers = states.stream().filter(s -> s.endsWith(" S") && !s.startsWith("(sh")).count();
      if (zombies == dead && sleepers == alive) {
        return;
      }
      Pause.millis(50);
    }
    throw new AssertionError(container + ": " + states);
  }

  @Test
  void anInitPassesSignalsOnAndEndsAsItsProgramDoes() {
    // Until the init has its handlers, the kernel drops signals for process 1.
    String sleeps = "echo ready; exec sleep 1000";
    cli("run", "-d", "--name", "sleeper", "--init", "busybox", "sh", "-c", sleeps).run().ok();
    awaitLine("sleeper", "ready");
    cli("kill", "-s", "TERM", "sleeper").run().ok();
    await("sleeper", "{{.State.Status}} {{.State.ExitCode}}", "exited 143");

    String traps = "trap 'exit 7' USR1; trap 'exit 8' 40; echo ready; while :; do sleep 0.05; done";
    for (String signal : List.of("USR1", "40")) {
      cli("run", "-d", "--name", "trap", "--init", "busybox", "sh", "-c", traps).run().ok();
      awaitLine("trap", "ready");
      cli("kill", "-s", signal, "trap").run().ok();
      String code = signal.equals("40") ? "8" : "7";
      await("trap", "{{.State.Status}} {{.State.ExitCode}}", "exited " + code);
      cli("rm", "trap").run().ok();
    }
  }

  private void awaitLine(String container, String line) {
    for (int i = 0; i < 100; i++) {
      if (cli("logs", container).run().ok().lines().contains(line)) {
        return;
      }
      Pause.millis(30);
    }
    throw new AssertionError(container + " did not write " + line);
  }

  @Test
  void anInitGivesTheExitCodesOfAShell() {
    assertThat(cli("run", "--rm", "--init", "busybox", "sh", "-c", "exit 42").run().exit())
        .isEqualTo(42);
    assertThat(cli("run", "--rm", "--init", "busybox", "nosuch").run().exits(127).err())
        .contains("exec nosuch failed: ");
    assertThat(cli("run", "--rm", "--init", "busybox", "/etc/passwd").run().exits(126).err())
        .contains("exec /etc/passwd failed: ");
  }

  @Test
  void anInitIsNotNeededInAnothersPidNamespace() {
    cli("run", "--rm", "--init", "busybox", "test", "-x", "/sbin/docker-init").run().ok();
    cli("run", "--rm", "--init", "--pid", "host", "busybox", "test", "!", "-e", "/sbin/docker-init")
        .run()
        .ok();
  }
}
