package dev.stevedore.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A dockerd that is killed knows how well its containers were, and goes on to ask them. */
@WholeStack(needs = {"docker"})
class HealthCrashTest {
  private static void run(Engine engine, String name, String check, String... flags) {
    List<String> words =
        Stream.of(
                Stream.of("run", "-d", "--name", name, "--network", "none", "--health-cmd", check),
                Stream.of(flags),
                Stream.of("busybox", "sleep", "1000"))
            .flatMap(part -> part)
            .toList();
    engine.docker(words.toArray(String[]::new)).run().ok();
  }

  private static String inspect(Engine engine, String name, String format) {
    return engine.docker("inspect", "-f", format, name).run().ok().text();
  }

  private static void awaitText(Engine engine, String name, String format, String text) {
    await()
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> inspect(engine, name, format).equals(text));
  }

  @Test
  void healthIsKeptAndChecksGoOn(Scratch scratch) {
    Engine engine = Engine.start(scratch);
    engine.load(Busybox.archive());
    run(engine, "well", "true", "--health-interval", "500ms");
    run(engine, "ill", "exit 3", "--health-interval", "500ms", "--health-retries", "1");
    run(engine, "slow", "exec sleep 7777", "--health-interval", "100ms");
    awaitText(engine, "well", "{{.State.Health.Status}}", "healthy");
    awaitText(engine, "ill", "{{.State.Health.Status}}", "unhealthy");
    await().until(() -> engine.docker("top", "slow").run().ok().out().contains("sleep 7777"));

    engine.crash();

    assertThat(inspect(engine, "well", "{{.State.Health.Status}}")).isEqualTo("healthy");
    assertThat(inspect(engine, "ill", "{{.State.Health.Status}}")).isEqualTo("unhealthy");
    engine.docker("exec", "ill", "true").run().ok();
    String last = "{{range .State.Health.Log}}{{.Start}} {{end}}";
    String before = inspect(engine, "well", last);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> !inspect(engine, "well", last).equals(before));
    // The check that was running is not left beside the next one.
    await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
    assertThat(engine.docker("top", "slow").run().ok().lines())
        .filteredOn(line -> line.contains("sleep 7777"))
        .hasSize(1);
    engine.docker("rm", "-f", "well", "ill", "slow").run().ok();
  }
}
