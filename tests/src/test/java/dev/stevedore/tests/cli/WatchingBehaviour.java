package dev.stevedore.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Looking at what runs: stats, top. */
public abstract class WatchingBehaviour extends UpdateBehaviour {
  /** The real client does not end at SIGTERM here. */
  private Command stats(String... args) {
    List<String> words = new ArrayList<>(List.of("stats", "--no-stream"));
    words.addAll(List.of(args));
    Command stats = cli(words.toArray(String[]::new));
    List<String> argv = new ArrayList<>(List.of("timeout", "-k", "1", "15"));
    argv.addAll(stats.argv());
    return Command.of(argv).env(stats.environment());
  }

  @Test
  void statsNamesTheContainerAndGivesNumbers() {
    cli("run", "-d", "--name", "watched", "-m", "64m", "busybox", "sleep", "1000").run().ok();
    Result table = stats().run().ok();
    assertThat(table.lines().getFirst())
        .matches("CONTAINER ID +NAME +CPU % +MEM USAGE / LIMIT +MEM % +NET I/O +BLOCK I/O +PIDS *");
    assertThat(table.lines().get(1))
        .matches(
            "[0-9a-f]{12} +watched +\\d+\\.\\d\\d% +[1-9][\\d.]*[KM]iB / 64MiB +\\d+\\.\\d\\d%"
                + " +0B / 0B +[\\d.]+[kM]?B / [\\d.]+[kM]?B +1 *");
    assertThat(stats("--format", "{{.Name}} {{.PIDs}}", "watched").run().ok().text())
        .isEqualTo("watched 1");
    assertThat(stats("nobody").run().exits(1).err()).contains("No such container: nobody");
  }

  @Test
  void topTakesTheOptionsOfPs() {
    cli("run", "-d", "--name", "watched", "busybox", "sleep", "1000").run().ok();
    List<String> full = cli("top", "watched").run().ok().lines();
    assertThat(full).hasSize(2);
    assertThat(full.getFirst()).matches("UID +PID +PPID +C +STIME +TTY +TIME +CMD *");
    assertThat(full.getLast()).endsWith("sleep 1000");

    String pid = inspect("watched", "{{.State.Pid}}");
    List<String> chosen = cli("top", "watched", "-o", "pid,comm").run().ok().lines();
    assertThat(chosen.getFirst()).matches("PID +COMMAND *");
    assertThat(chosen.getLast()).matches(pid + " +sleep *");
    assertThat(cli("top", "watched", "-o", "comm").run().exits(1).err())
        .contains("Couldn't find PID field in ps output");

    cli("kill", "watched").run().ok();
    await("watched", "{{.State.Status}}", "exited");
    assertThat(cli("top", "watched").run().exits(1).err()).contains("is not running");
  }
}
