package dev.stevedore.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.process.Pause;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Health checks: {@code --health-cmd}, and what is told of them. */
public abstract class HealthBehaviour extends InitBehaviour {
  private static final String STATUS = "{{.State.Health.Status}}";

  @Test
  void aContainerIsAsWellAsItsCheckSays() {
    cli(
            "run",
            "-d",
            "--name",
            "patient",
            "--health-cmd",
            "cat /well",
            "--health-interval",
            "300ms",
            "--health-retries",
            "2",
            "busybox",
            "sleep",
            "1000")
        .run()
        .ok();
    assertThat(inspect("patient", STATUS + " {{len .State.Health.Log}}")).isEqualTo("starting 0");
    assertThat(status("health=starting")).singleElement().asString().contains("(health: starting)");

    await("patient", STATUS, "unhealthy");
    assertThat(inspect("patient", "{{(index .State.Health.Log 1).ExitCode}}")).isEqualTo("1");
    assertThat(inspect("patient", "{{(index .State.Health.Log 1).Output}}"))
        .isEqualTo("cat: can't open '/well': No such file or directory");
    assertThat(status("health=unhealthy")).singleElement().asString().endsWith("(unhealthy)");

    cli("exec", "patient", "sh", "-c", "echo fine > /well").run().ok();
    await("patient", STATUS + " {{.State.Health.FailingStreak}}", "healthy 0");
    assertThat(inspect("patient", "{{range .State.Health.Log}}{{.Output}}{{end}}"))
        .endsWith("fine");
    assertThat(status("health=healthy")).singleElement().asString().endsWith("(healthy)");
    assertThat(status("health=none")).isEmpty();
    assertThat(cli("ps", "--filter", "health=well").run().exits(1).err())
        .contains("health", "well");

    awaitEvents("health_status: unhealthy", "health_status: healthy");
    assertThat(events("exec_create")).contains("exec_create: /bin/sh -c cat /well");
    assertThat(events("exec_start")).contains("exec_start: /bin/sh -c cat /well");
    assertThat(events("exec_die")).isNotEmpty();

    cli("stop", "-t", "0", "patient").run().ok();
    assertThat(inspect("patient", STATUS)).isEqualTo("unhealthy");
    cli("start", "patient").run().ok();
    assertThat(inspect("patient", STATUS)).isEqualTo("starting");
  }

  private List<String> status(String filter) {
    return cli("ps", "--filter", filter, "--format", "{{.Status}}").run().ok().lines();
  }

  private void awaitEvents(String... changes) {
    for (int i = 0; i < 20 && events("health_status").size() < changes.length; i++) {
      Pause.millis(100);
    }
    assertThat(events("health_status")).containsExactly(changes);
  }

  private List<String> events(String kind) {
    return cli(
            "events",
            "--since",
            "1h",
            "--until",
            "0s",
            "--filter",
            "container=" + inspect("patient", "{{.Id}}"),
            "--filter",
            "event=" + kind,
            "--format",
            "{{.Status}}")
        .run()
        .ok()
        .lines();
  }

  @Test
  void aCheckThatHangsIsKilled() {
    cli(
            "run",
            "-d",
            "--name",
            "patient",
            "--health-cmd",
            "exec sleep 77",
            "--health-interval",
            "200ms",
            "--health-timeout",
            "300ms",
            "--health-retries",
            "1",
            "busybox",
            "sleep",
            "1000")
        .run()
        .ok();
    await("patient", STATUS, "unhealthy");
    assertThat(
            inspect(
                "patient", "{{with index .State.Health.Log 0}}{{.ExitCode}} {{.Output}}{{end}}"))
        .startsWith("-1 Health check exceeded timeout (300ms)");
    cli("pause", "patient").run().ok();
    assertThat(cli("ps", "--format", "{{.Status}}").run().ok().text()).endsWith("(Paused)");
    cli("unpause", "patient").run().ok();
    // The container can be changed at once, whatever the check does.
    cli("stop", "-t", "0", "patient").run().ok();
  }

  @Test
  void aCheckThatCannotBeStartedFails() {
    String[] check = {"--health-cmd", "x", "--health-interval", "200ms", "--health-retries", "1"};
    cli(
            "run", "-d", "--name", "patient", check[0], check[1], check[2], check[3], check[4],
            check[5], "--user", "nobody", "busybox", "sleep", "1000")
        .run()
        .ok();
    await("patient", STATUS, "unhealthy");
    assertThat(
            inspect(
                "patient", "{{with index .State.Health.Log 0}}{{.ExitCode}} {{.Output}}{{end}}"))
        .isEqualTo("127 /bin/sh: x: not found");
  }

  @Test
  void anImagesCheckIsMadeUnlessNoneIsWanted() {
    cli("run", "--name", "made", "busybox", "true").run().ok();
    cli("commit", "-c", "HEALTHCHECK --interval=200ms CMD [\"true\"]", "made", "checked")
        .run()
        .ok();
    cli("run", "-d", "--name", "asked", "checked", "sleep", "1000").run().ok();
    cli("run", "-d", "--name", "spared", "--no-healthcheck", "checked", "sleep", "1000").run().ok();
    await("asked", STATUS, "healthy");
    assertThat(inspect("spared", "{{json .State.Health}}")).isEqualTo("null");
    cli("rm", "-f", "asked", "spared", "made").run().ok();
    cli("rmi", "checked").run().ok();
  }
}
