package dev.stevedore.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.stack.Programs;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The first command of README.md, on a machine without an engine. The launcher uses the default
 * paths, so it gets a {@code /run} and a {@code /var/lib/stevedore} of its own, and a pid namespace
 * whose end is the end of the engine it started.
 */
@WholeStack(needs = "unshare")
class LauncherTest {

  private static Result alone(String script) {
    String prepare =
        "mkdir -p /var/lib/stevedore && mount -t tmpfs t /run && mount -t tmpfs t /var/lib/stevedore;";
    // The launcher leaves the engine running; what it keeps on the host goes when it is asked to
    // end.
    String stop =
        "; code=$?; kill $(cat /run/stevedore/*.pid); while ls /run/stevedore/*.pid; do sleep 0.1; done >/dev/null 2>&1; exit $code";
    return Command.of(
            "unshare",
            "--mount",
            "--pid",
            "--fork",
            "--mount-proc",
            "--kill-child",
            "sh",
            "-c",
            prepare + "{ " + script + "; }" + stop)
        .in(Programs.root())
        .env("DOCKER_CONFIG", "/run/none")
        .timeout(Duration.ofSeconds(60))
        .run();
  }

  @Test
  void runsHelloAndStartsTheEngineOnlyOnce() {
    Result result =
        alone(
            "./stevedore run --rm hello && first=$(cat /run/stevedore/*.pid) && ./stevedore run --rm hello"
                + " && [ \"$first\" = \"$(cat /run/stevedore/*.pid)\" ] && echo same engine");
    assertThat(result.ok().lines()).hasSize(3).endsWith("same engine");
    assertThat(result.lines().getFirst())
        .containsIgnoringCase("hello")
        .isEqualTo(result.lines().get(1));
    // The engine may warn that there is no bridge; the launcher itself says nothing.
    assertThat(result.err().lines()).allMatch(line -> line.startsWith("WARNING: bridge"));
  }

  @Test
  void theExitCodePassesThrough() {
    alone("./stevedore run --rm hello /no-such-command").exits(127);
    alone("./stevedore run --rm no-such-image").exits(125);
  }
}
