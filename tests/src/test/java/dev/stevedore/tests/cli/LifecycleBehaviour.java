package dev.stevedore.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.process.Background;
import dev.stevedore.tests.harness.process.Result;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Containers in the background: create, start, ps, logs, exec, stop, kill, wait, rm. */
public abstract class LifecycleBehaviour extends RunBehaviour {
  /** Ends at SIGTERM, with 3. */
  private static final String[] POLITE = {
    "sh", "-c", "trap 'exit 3' TERM; echo ready; while :; do sleep 0.1; done"
  };

  final void detached(String name, String... command) {
    String[] args = new String[command.length + 5];
    System.arraycopy(new String[] {"run", "-d", "--name", name, "busybox"}, 0, args, 0, 5);
    System.arraycopy(command, 0, args, 5, command.length);
    assertThat(cli(args).run().ok().text()).matches("[0-9a-f]{64}");
  }

  @Test
  void psShowsWhatRunsAndPsAllWhatDoesNot() {
    detached("one", "sleep", "1000");
    detached("two", "true");
    await("two", "{{.State.Status}}", "exited");
    assertThat(cli("ps", "--format", "{{.Names}}").run().ok().lines()).containsExactly("one");
    assertThat(cli("ps", "-a", "--format", "{{.Names}}").run().ok().lines())
        .containsExactlyInAnyOrder("one", "two");
    Result table = cli("ps", "-a").run().ok();
    assertThat(table.lines().getFirst())
        .matches("CONTAINER ID +IMAGE +COMMAND +CREATED +STATUS +PORTS +NAMES *");
    assertThat(table.out()).contains("Exited (0)").contains("Up ").contains("\"sleep 1000\"");
    assertThat(cli("ps", "-aq", "--filter", "status=exited").run().ok().lines()).hasSize(1);
  }

  @Test
  void stopSendsTermAndTheExitCodeIsKept() {
    detached("polite", POLITE);
    awaitLog("polite", "ready");
    assertThat(cli("stop", "polite").run().ok().text()).isEqualTo("polite");
    assertThat(inspect("polite", "{{.State.Status}} {{.State.ExitCode}}")).isEqualTo("exited 3");
  }

  @Test
  void stopKillsWhatDoesNotListen() {
    detached("deaf", "sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done");
    awaitLog("deaf", "ready");
    Instant before = Instant.now();
    cli("stop", "-t", "1", "deaf").run().ok();
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
    assertThat(inspect("deaf", "{{.State.ExitCode}}")).isEqualTo("137");
  }

  @Test
  void killSendsTheNamedSignal() {
    detached(
        "usr1",
        "sh",
        "-c",
        "trap 'echo got it; exit 9' USR1; echo ready; while :; do sleep 0.1; done");
    awaitLog("usr1", "ready");
    cli("kill", "-s", "USR1", "usr1").run().ok();
    await("usr1", "{{.State.ExitCode}}", "9");
    assertThat(cli("logs", "usr1").run().ok().out()).contains("got it");
    assertThat(cli("kill", "usr1").run().exits(1).err()).contains("is not running");
  }

  @Test
  void startRunsItAgainAndLogsHaveBoth() {
    detached("again", "echo", "once");
    await("again", "{{.State.Status}}", "exited");
    assertThat(cli("start", "again").run().ok().text()).isEqualTo("again");
    await("again", "{{.State.Status}}", "exited");
    assertThat(cli("logs", "again").run().ok().out()).isEqualTo("once\nonce\n");
    assertThat(cli("start", "-a", "again").run().ok().out()).isEqualTo("once\n");
  }

  @Test
  void waitPrintsTheExitCode() {
    detached("waited", "sh", "-c", "sleep 0.5; exit 6");
    assertThat(cli("wait", "waited").run().ok().text()).isEqualTo("6");
    assertThat(cli("wait", "waited").run().ok().text()).isEqualTo("6");
  }

  @Test
  void logsFollowUntilTheEnd() {
    detached(
        "talker", "sh", "-c", "for i in 1 2 3; do echo line $i; sleep 0.3; done; echo err >&2");
    Result followed = cli("logs", "-f", "talker").run().ok();
    assertThat(followed.out()).isEqualTo("line 1\nline 2\nline 3\n");
    assertThat(followed.err()).isEqualTo("err\n");
    assertThat(cli("logs", "--tail", "1", "talker").run().ok().err()).isEqualTo("err\n");
    assertThat(cli("logs", "-t", "talker").run().ok().lines().getFirst())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z line 1");
  }

  @Test
  void logsFollowAsItIsWritten() {
    detached("ticker", "sh", "-c", "i=0; while :; do echo tick $i; i=$((i+1)); sleep 0.2; done");
    try (Background logs = cli("logs", "-f", "ticker").start()) {
      logs.awaitOut("tick 5\n");
      assertThat(logs.isAlive()).isTrue();
    }
  }

  @Test
  void execRunsBesideTheProcess() {
    detached("host", "sleep", "1000");
    assertThat(cli("exec", "host", "ps").run().ok().out()).contains("sleep 1000");
    assertThat(cli("exec", "-i", "host", "cat").stdin("in\n").run().ok().out()).isEqualTo("in\n");
    cli("exec", "host", "sh", "-c", "exit 13").run().exits(13);
    assertThat(
            cli(
                    "exec",
                    "-e",
                    "A=b",
                    "-w",
                    "/tmp",
                    "-u",
                    "guest",
                    "host",
                    "sh",
                    "-c",
                    "echo $A $PWD $(id -un)")
                .run()
                .ok()
                .text())
        .isEqualTo("b /tmp guest");
    Result missing = cli("exec", "host", "no-such-command").run();
    assertThat(missing.exit()).isIn(126, 127);
    assertThat(missing.err() + missing.out()).contains("no-such-command");
  }

  @Test
  void execDetachedLeavesItRunning() {
    detached("host", "sleep", "1000");
    cli("exec", "-d", "host", "sleep", "777").run().ok();
    assertThat(cli("exec", "host", "ps").run().ok().out()).contains("sleep 777");
  }

  @Test
  void execNeedsARunningContainer() {
    detached("done", "true");
    await("done", "{{.State.Status}}", "exited");
    assertThat(cli("exec", "done", "true").run().exits(1).err()).contains("is not running");
    assertThat(cli("exec", "nobody", "true").run().exits(1).err())
        .contains("No such container: nobody");
  }

  @Test
  void removingARunningContainerIsRefusedUnlessForced() {
    detached("busy", "sleep", "1000");
    assertThat(cli("rm", "busy").run().exits(1).err())
        .contains("cannot remove")
        .contains("running");
    assertThat(cli("rm", "-f", "busy").run().ok().text()).isEqualTo("busy");
    assertThat(cli("inspect", "busy").run().exits(1).err())
        .containsIgnoringCase("no such object: busy");
  }

  @Test
  void aNameCanBeUsedOnce() {
    detached("same", "sleep", "1000");
    Result second = cli("run", "-d", "--name", "same", "busybox", "true").run().exits(125);
    assertThat(second.err()).contains("Conflict. The container name \"/same\" is already in use");
  }

  @Test
  void createdIsNotStarted() {
    cli("create", "--name", "fresh", "busybox", "echo", "now").run().ok();
    assertThat(inspect("fresh", "{{.State.Status}}")).isEqualTo("created");
    assertThat(cli("start", "-a", "fresh").run().ok().out()).isEqualTo("now\n");
  }

  @Test
  void anIdMayBeShortened() {
    String id = cli("create", "busybox", "true").run().ok().text();
    assertThat(inspect(id.substring(0, 5), "{{.Id}}")).isEqualTo(id);
    cli("rm", id.substring(0, 12)).run().ok();
  }

  @Test
  void attachSeesWhatComes() {
    cli("run", "-d", "-i", "--name", "reader", "busybox", "sh", "-c", "read line; echo got $line")
        .run()
        .ok();
    try (Background attached = cli("attach", "reader").stdinOpen().start()) {
      attached.send("words\n");
      attached.awaitOut("got words\n");
    }
  }

  private void awaitLog(String container, String text) {
    Instant limit = Instant.now().plusSeconds(10);
    while (!cli("logs", container).run().ok().out().contains(text)) {
      assertThat(Instant.now()).as("no '%s' in the log of %s", text, container).isBefore(limit);
    }
  }
}
