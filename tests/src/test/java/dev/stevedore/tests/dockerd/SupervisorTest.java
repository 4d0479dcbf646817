package dev.stevedore.tests.dockerd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.leaks.Processes;
import dev.stevedore.tests.harness.process.Signals;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** dockerd starts containerd, watches it, and starts it again. */
@WholeStack(needs = {"docker"})
class SupervisorTest {

  @Test
  void containerdLeadsASessionOfItsOwnWithoutTheNotifySocket(Scratch scratch) throws IOException {
    Engine engine = Engine.start(scratch);
    long pid = engine.awaitContainerd(0);
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String session = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];
    assertThat(session).isEqualTo(String.valueOf(pid));
    String environment =
        Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.UTF_8);
    assertThat(environment).doesNotContain("NOTIFY_SOCKET=");
    assertThat(engine.containerdSocket()).exists();
  }

  @Test
  void aContainerdThatDiesIsStartedAgainEachTime(Scratch scratch) {
    Engine engine = Engine.start(scratch);
    engine.load(Busybox.archive());
    long pid = engine.awaitContainerd(0);
    for (int i = 0; i < 3; i++) {
      Signals.send(pid, "KILL");
      pid = engine.awaitContainerd(pid);
      engine.docker("run", "--rm", "busybox", "true").run().ok();
    }
  }

  @Test
  void aContainerdThatDoesNotAnswerIsKilledAndStartedAgain(Scratch scratch) {
    Engine engine = Engine.start(scratch);
    long pid = engine.awaitContainerd(0);
    Signals.send(pid, "STOP");
    assertThat(engine.awaitContainerd(pid)).isNotEqualTo(pid);
    Awaitility.await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> engine.docker("images").run().ok());
  }

  @Test
  void aContainerdThatStillRunsIsUsedAgain(Scratch scratch) {
    Engine engine = Engine.start(scratch);
    long pid = engine.awaitContainerd(0);
    engine.crash();
    assertThat(engine.containerdPid()).hasValue(pid);
    engine.docker("images").run().ok();
  }

  @Test
  void aSocketThatNobodyServesIsReplaced(Scratch scratch) {
    Engine engine = Engine.start(scratch);
    Signals.send(engine.service().pid(), "KILL");
    Signals.send(engine.awaitContainerd(0), "KILL");
    engine.service().awaitExit(Duration.ofSeconds(5));
    assertThat(engine.socket()).exists();
    assertThat(engine.containerdSocket()).exists();
    engine.service().start();
    engine.docker("images").run().ok();
    assertThat(Processes.withCommandLine("containerd.toml")).isNotEmpty();
  }
}
