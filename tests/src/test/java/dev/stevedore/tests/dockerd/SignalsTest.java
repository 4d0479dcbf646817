package dev.stevedore.tests.dockerd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import java.nio.file.Files;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What the daemon does when it is told to stop, to reload, or to say what it is doing. */
@WholeStack(needs = {"docker"})
class SignalsTest {
  private static final String DEAF = "trap '' TERM; while :; do sleep 0.1; done";

  @Test
  void termStopsTheContainersThenContainerdThenItself(Scratch scratch) {
    Engine engine = Engine.start(scratch, "--shutdown-timeout=2");
    engine.load(Busybox.archive());
    engine
        .docker(
            "run",
            "-d",
            "--name",
            "polite",
            "busybox",
            "sh",
            "-c",
            "trap 'exit 3' TERM; while :; do sleep 0.1; done")
        .run()
        .ok();
    engine
        .docker("run", "-d", "--name", "deaf", "--stop-timeout", "2", "busybox", "sh", "-c", DEAF)
        .run()
        .ok();
    Pause.millis(300);
    assertThat(engine.service().stop()).isZero();
    assertThat(engine.containerdPid()).isEmpty();
    assertThat(engine.socket()).doesNotExist();
    assertThat(engine.configFile().resolveSibling("pid")).doesNotExist();
    engine.service().start();
    assertThat(
            engine
                .docker("inspect", "-f", "{{.State.Status}} {{.State.ExitCode}}", "polite", "deaf")
                .run()
                .ok()
                .lines())
        .containsExactly("exited 3", "exited 137");
    engine.docker("rm", "polite", "deaf").run().ok();
  }

  @Test
  void withLiveRestoreContainersStay(Scratch scratch) {
    Engine engine = Engine.start(scratch, "--live-restore");
    engine.load(Busybox.archive());
    engine.docker("run", "-d", "--name", "stays", "busybox", "sleep", "1000").run().ok();
    String pid = engine.docker("inspect", "-f", "{{.State.Pid}}", "stays").run().ok().text();
    engine.service().stop();
    assertThat(ProcessHandle.of(Long.parseLong(pid))).isPresent();
    engine.service().start();
    assertThat(
            engine
                .docker("inspect", "-f", "{{.State.Status}} {{.State.Pid}}", "stays")
                .run()
                .ok()
                .text())
        .isEqualTo("running " + pid);
    engine.docker("exec", "stays", "true").run().ok();
    engine.docker("rm", "-f", "stays").run().ok();
  }

  @Test
  void theThirdInterruptForcesTheExit(Scratch scratch) {
    Engine engine = Engine.start(scratch);
    engine.load(Busybox.archive());
    engine
        .docker("run", "-d", "--name", "deaf", "--stop-timeout", "60", "busybox", "sh", "-c", DEAF)
        .run()
        .ok();
    Pause.millis(300);
    for (int i = 0; i < 3; i++) {
      engine.service().signal("INT");
      Pause.millis(200);
    }
    assertThat(engine.service().awaitExit(Duration.ofSeconds(5))).isNotZero();
    engine.service().start();
    engine.docker("rm", "-f", "deaf").run().ok();
  }

  @Test
  void hupReadsTheFileAgain(Scratch scratch) {
    Engine engine = Engine.start(scratch);
    assertThat(engine.docker("info", "-f", "{{.Debug}}").run().ok().text()).isEqualTo("false");
    engine.configure("{\"debug\": true, \"labels\": [\"a=b\"]}");
    engine.service().signal("HUP");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(engine.docker("info", "-f", "{{.Debug}} {{.Labels}}").run().ok().text())
                    .isEqualTo("true [a=b]"));
    engine.configure("{ broken");
    engine.service().signal("HUP");
    Pause.millis(500);
    assertThat(engine.docker("info", "-f", "{{.Debug}}").run().ok().text()).isEqualTo("true");
  }

  /** The shell that starts a daemon with nohup has it ignore HUP. */
  @Test
  void hupIsHeardByADaemonThatNohupStarted(Scratch scratch) {
    Engine engine = Engine.startBy("nohup", scratch);
    engine.configure("{\"debug\": true}");
    engine.service().signal("HUP");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(engine.docker("info", "-f", "{{.Debug}}").run().ok().text())
                    .isEqualTo("true"));
  }

  @Test
  void quitShowsTheStacksAndGoesOn(Scratch scratch) {
    Engine engine = Engine.start(scratch);
    engine.service().signal("QUIT");
    Awaitility.await().untilAsserted(() -> assertThat(engine.service().log()).contains("main"));
    engine.docker("ps").run().ok();
    assertThat(Files.exists(engine.socket())).isTrue();
  }
}
