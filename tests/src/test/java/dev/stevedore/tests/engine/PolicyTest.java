package dev.stevedore.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Restart policies, memory limits and log files. */
@WholeStack(needs = {"docker"})
class PolicyTest {
  private static Engine engine;

  @BeforeAll
  static void start(Scratch scratch) {
    engine = Engine.start(scratch);
    engine.load(Busybox.archive());
  }

  private static String inspect(String container, String format) {
    return engine.docker("inspect", "-f", format, container).run().ok().text();
  }

  private static void run(String... arguments) {
    engine
        .docker(
            Stream.concat(Stream.of("run", "--network", "none"), Stream.of(arguments))
                .toArray(String[]::new))
        .run();
  }

  @Test
  void aContainerThatFailsIsRestartedAsOftenAsItsPolicySays() {
    run("-d", "--name", "failing", "--restart", "on-failure:2", "busybox", "sh", "-c", "exit 3");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> inspect("failing", "{{.RestartCount}} {{.State.Status}}").equals("2 exited"));
    assertThat(inspect("failing", "{{.State.ExitCode}}")).isEqualTo("3");
    engine.docker("rm", "failing").run().ok();
  }

  @Test
  void aContainerThatTakesTooMuchMemoryIsSaidToBeOutOfIt() {
    run("--name", "hungry", "-m", "8m", "busybox", "sh", "-c", "head -c 50m /dev/zero | tail");
    assertThat(inspect("hungry", "{{.State.OOMKilled}} {{.State.ExitCode}}")).isEqualTo("true 137");
    engine.docker("rm", "hungry").run().ok();
  }

  @Test
  void aLogIsRotatedAndItsTailIsRead() throws IOException {
    run(
        "--name",
        "chatty",
        "--log-opt",
        "max-size=10k",
        "--log-opt",
        "max-file=3",
        "busybox",
        "seq",
        "1",
        "2000");
    String id = inspect("chatty", "{{.Id}}");
    try (Stream<Path> files = Files.list(engine.dataRoot().resolve("containers").resolve(id))) {
      List<String> logs =
          files
              .map(file -> file.getFileName().toString())
              .filter(f -> f.contains("json.log"))
              .sorted()
              .toList();
      assertThat(logs).containsExactly(id + "-json.log", id + "-json.log.1", id + "-json.log.2");
    }
    assertThat(engine.docker("logs", "--tail", "2", "chatty").run().ok().text())
        .isEqualTo("1999\n2000");
    engine.docker("rm", "chatty").run().ok();
  }

  /** As with Docker: who asks the new daemon finds them, and links find what they lead to. */
  @Test
  void containersThatStartWithTheDaemonRunBeforeItAnswers() {
    engine
        .docker("run", "-d", "--name", "zdb", "--restart", "always", "busybox", "sleep", "1000")
        .run()
        .ok();
    engine
        .docker(
            "run",
            "-d",
            "--name",
            "web",
            "--restart",
            "always",
            "--link",
            "zdb:data",
            "busybox",
            "sleep",
            "1000")
        .run()
        .ok();
    engine.service().stop();
    engine.service().start();
    assertThat(inspect("web", "{{.State.Status}} {{.State.Error}}").strip()).isEqualTo("running");
    assertThat(inspect("zdb", "{{.State.Status}}")).isEqualTo("running");
    engine.docker("rm", "-f", "web", "zdb").run().ok();
  }
}
