package dev.stevedore.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.DockerHost;
import dev.stevedore.tests.harness.stack.Programs;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What a program for Node.js written with dockerode sees: {@code dockerode-program.js} prints a
 * line for each thing that worked.
 */
@WholeStack(needs = {"docker", "npm"})
abstract class DockerodeBehaviour {
  private static final Path PROGRAM =
      Programs.root().resolve("tests/src/test/resources/dockerode-program.js");

  /** Where npm puts the library: kept from one run to the next. */
  private static final Path MODULES = Programs.root().resolve("tests/target/npm");

  abstract DockerHost start(Scratch scratch);

  @Test
  void aContainerItsStreamsAndACommandInIt(Scratch scratch) {
    Command.of(
            Programs.peer("npm"),
            "install",
            "--prefix=" + MODULES,
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefer-offline",
            "dockerode@4")
        .timeout(Duration.ofMinutes(2))
        .run()
        .ok();
    DockerHost host = start(scratch);
    host.load(Busybox.archive());
    Result result =
        Command.of(Programs.peer("node"), PROGRAM.toString())
            .env("DOCKER_HOST", host.address())
            .env("NODE_PATH", MODULES.resolve("node_modules").toString())
            .run()
            .ok();
    assertThat(result.lines())
        .containsExactly(
            "ping: OK",
            "exec: got a line, oops, 4",
            "stats: true",
            "archive: true",
            "wait: 0",
            "attach: through cat",
            "logs: through cat",
            "gone: 404",
            "events: start die",
            "run: run");
  }
}
