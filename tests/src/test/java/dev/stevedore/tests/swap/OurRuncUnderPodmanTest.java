package dev.stevedore.tests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Pty;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code podman --runtime}: another engine, whose monitor (conmon) drives the runtime in its own
 * way.
 */
@WholeStack(needs = {"podman"})
class OurRuncUnderPodmanTest {
  /** podman asks for more open files than a root without CAP_SYS_RESOURCE may set. */
  private static final List<String> LIMITS =
      List.of("--ulimit=nofile=1024:1024", "--ulimit=nproc=1024:1024", "--network=none");

  private static Path directory;

  @BeforeAll
  static void load(Scratch scratch) {
    directory = scratch.directory("podman");
    podman(List.of("load", "-q", "-i", Busybox.archive().toString())).run().ok();
  }

  private static Command podman(List<String> args) {
    List<String> argv = new ArrayList<>(List.of(Programs.peer("podman").toString()));
    argv.addAll(
        List.of(
            "--root",
            directory.resolve("root").toString(),
            "--runroot",
            directory.resolve("run").toString()));
    argv.addAll(
        List.of("--tmpdir", directory.resolve("tmp").toString(), "--storage-driver", "overlay"));
    argv.addAll(List.of("--cgroup-manager", "cgroupfs", "--events-backend", "file"));
    argv.addAll(
        List.of(
            "--runtime",
            System.getProperty("stevedore.peers") == null
                ? Programs.runc().toString()
                : "/usr/sbin/runc"));
    argv.addAll(args);
    return Command.of(argv);
  }

  private static Command run(String... args) {
    List<String> all = new ArrayList<>(List.of("run"));
    all.addAll(LIMITS);
    all.addAll(List.of(args));
    return podman(all);
  }

  @Test
  void runsAndPassesTheExitCode() {
    assertThat(run("--rm", "busybox", "echo", "hi").run().ok().out()).isEqualTo("hi\n");
    run("--rm", "busybox", "sh", "-c", "exit 21").run().exits(21);
  }

  @Test
  void execStopAndRemove() {
    run("-d", "--name", "c", "busybox", "sleep", "1000").run().ok();
    assertThat(podman(List.of("exec", "c", "ps")).run().ok().out()).contains("sleep 1000");
    podman(List.of("exec", "c", "sh", "-c", "exit 4")).run().exits(4);
    podman(List.of("stop", "-t", "1", "c")).run().ok();
    podman(List.of("rm", "c")).run().ok();
  }

  @Test
  void pauseUpdateStatsAndKill() {
    run("-d", "--name", "p", "--memory", "64m", "busybox", "sleep", "1000").run().ok();
    podman(List.of("pause", "p")).run().ok();
    assertThat(inspect("{{.State.Status}}")).isEqualTo("paused");
    podman(List.of("unpause", "p")).run().ok();
    podman(List.of("update", "--memory", "128m", "p")).run().ok();
    String limit =
        "cat /sys/fs/cgroup/memory/memory.limit_in_bytes || cat /sys/fs/cgroup/memory.max";
    assertThat(podman(List.of("exec", "p", "sh", "-c", limit)).run().ok().text())
        .isEqualTo("134217728");
    List<String> stats = List.of("stats", "--no-stream", "--format", "{{.PIDs}}", "p");
    assertThat(podman(stats).run().ok().text()).isEqualTo("1");
    podman(List.of("kill", "p")).run().ok();
    assertThat(podman(List.of("wait", "p")).run().ok().text()).isEqualTo("137");
    podman(List.of("rm", "p")).run().ok();
  }

  @Test
  void execOnATerminal() {
    run("-d", "--name", "t", "busybox", "sleep", "1000").run().ok();
    try (Pty pty = Pty.start(podman(List.of("exec", "-it", "t", "sh")))) {
      pty.line("tty; echo d''one").expect("/dev/pts/").expect("done");
      pty.line("exit 6");
      assertThat(pty.exitCode()).isEqualTo(6);
    }
    podman(List.of("rm", "-f", "-t", "0", "t")).run().ok();
  }

  private static String inspect(String format) {
    return podman(List.of("inspect", "--format", format, "p")).run().ok().text();
  }
}
