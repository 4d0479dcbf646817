package dev.stevedore.tests.containerd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Containerd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Containers that our containerd itself starts again, or stops, because their labels say so. */
@WholeStack(needs = {"ctr"})
class RestartsTest {
  private static final String IMAGE = "docker.io/library/busybox:latest";

  private static Containerd containerd;

  @BeforeAll
  static void start(Scratch scratch) {
    containerd =
        Containerd.ours(
            scratch,
            """
            [plugins."io.containerd.internal.v1.restart"]
              interval = "500ms"
            """);
    ctr("images", "import", Busybox.archive().toString());
  }

  private static String ctr(String... args) {
    return containerd.ctr(args).run().ok().out();
  }

  private static void run(String id, String policy, String... command) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                "-d",
                "--null-io",
                "--runtime",
                "io.containerd.stevedore.v1",
                "--label",
                "containerd.io/restart.status=running",
                "--label",
                "containerd.io/restart.policy=" + policy,
                IMAGE,
                id));
    args.addAll(List.of(command));
    ctr(args.toArray(String[]::new));
  }

  /** The words of a task's line: id, pid, state; none if it is not there. */
  private static List<String> task(String id) {
    return ctr("tasks", "ls")
        .lines()
        .map(line -> List.of(line.split(" +")))
        .filter(words -> words.getFirst().equals(id))
        .findFirst()
        .orElse(List.of("", "", ""));
  }

  @Test
  void whatShouldRunIsStartedAgainAndWhatShouldNotIsStopped() {
    run("web", "always", "sleep", "1000");
    String before = task("web").get(1);

    ctr("tasks", "kill", "-s", "SIGKILL", "web");
    await()
        .untilAsserted(
            () -> {
              assertThat(task("web").get(2)).isEqualTo("RUNNING");
              assertThat(task("web").get(1)).isNotEqualTo(before);
            });
    assertThat(ctr("containers", "info", "web")).contains("\"containerd.io/restart.count\": \"1\"");

    ctr("containers", "label", "web", "containerd.io/restart.status=stopped");
    await().untilAsserted(() -> assertThat(task("web").getFirst()).isEmpty());
    ctr("containers", "delete", "web");
  }

  @Test
  void failuresAreTriedAgainSoOftenOnly() {
    run("fails", "on-failure:2", "sh", "-c", "exit 3");
    await()
        .untilAsserted(
            () ->
                assertThat(ctr("containers", "info", "fails"))
                    .contains("\"containerd.io/restart.count\": \"2\""));
    await().untilAsserted(() -> assertThat(task("fails").get(2)).isEqualTo("STOPPED"));
    String last = task("fails").get(1);
    await()
        .during(Duration.ofMillis(1500))
        .untilAsserted(() -> assertThat(task("fails").get(1)).isEqualTo(last));
    ctr("tasks", "delete", "fails");
    ctr("containers", "delete", "fails");
  }
}
