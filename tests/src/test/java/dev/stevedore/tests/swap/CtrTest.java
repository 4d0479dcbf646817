package dev.stevedore.tests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Background;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.process.Pty;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Containerd;
import dev.stevedore.tests.harness.stack.Programs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * ctr on our containerd and on Debian's, each with our shim, with Debian's shim, and with Debian's
 * shim on our runc.
 */
@WholeStack(needs = {"containerd", "ctr", "containerd-shim-runc-v2", "runc"})
class CtrTest {
  private static final String IMAGE = "docker.io/library/busybox:latest";
  private static Containerd ours;
  private static Containerd debian;

  @BeforeAll
  static void start(Scratch scratch) {
    ours = Containerd.ours(scratch);
    debian = Containerd.debian(scratch);
    for (Containerd containerd : List.of(ours, debian)) {
      containerd.ctr("images", "import", Busybox.archive().toString()).run().ok();
      assertThat(containerd.ctr("images", "ls", "-q").run().ok().lines()).contains(IMAGE);
    }
  }

  /** Who is above the runtime, and what ctr is told about it. */
  record Stack(String name, boolean oursAbove, List<String> flags) {
    Command run(List<String> options, String id, String... command) {
      List<String> args = new ArrayList<>(List.of("run"));
      args.addAll(options);
      args.addAll(flags);
      args.add(IMAGE);
      args.add(id);
      args.addAll(List.of(command));
      return ctr(args.toArray(String[]::new));
    }

    Command ctr(String... args) {
      return (oursAbove ? ours : debian).ctr(args);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Stack> stacks() {
    List<String> shim = List.of("--runtime", "io.containerd.stevedore.v1");
    List<String> theirs = List.of("--runtime", "io.containerd.runc.v2");
    List<String> runc =
        List.of("--runtime", "io.containerd.runc.v2", "--runc-binary", Programs.runc().toString());
    return Stream.of(
        new Stack("our containerd, our shim, our runc", true, shim),
        new Stack("our containerd, Debian's shim and runc", true, theirs),
        new Stack("our containerd, Debian's shim, our runc", true, runc),
        new Stack("Debian's containerd, our shim, our runc", false, shim),
        new Stack("Debian's containerd, Debian's shim, our runc", false, runc));
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void runsAndPassesTheExitCode(Stack stack) {
    assertThat(stack.run(List.of("--rm"), "c1", "echo", "hi").run().ok().out()).isEqualTo("hi\n");
    stack.run(List.of("--rm"), "c2", "sh", "-c", "exit 23").run().exits(23);
    assertThat(stack.ctr("containers", "ls", "-q").run().ok().out()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void tasksExecKillAndDelete(Stack stack) {
    stack.run(List.of("-d"), "d1", "sleep", "1000").run().ok();
    assertThat(stack.ctr("tasks", "ls").run().ok().out()).containsPattern("d1 +\\d+ +RUNNING");
    assertThat(stack.ctr("tasks", "exec", "--exec-id", "e1", "d1", "ps").run().ok().out())
        .contains("sleep 1000");
    stack.ctr("tasks", "pause", "d1").run().ok();
    assertThat(stack.ctr("tasks", "ls").run().ok().out()).containsPattern("d1 +\\d+ +PAUSED");
    stack.ctr("tasks", "resume", "d1").run().ok();
    stack.ctr("tasks", "kill", "-s", "SIGKILL", "d1").run().ok();
    for (int i = 0; !stack.ctr("tasks", "ls").run().ok().out().contains("STOPPED"); i++) {
      assertThat(i).as("the task does not stop").isLessThan(100);
      Pause.millis(50);
    }
    stack.ctr("tasks", "delete", "d1").run();
    stack.ctr("containers", "delete", "d1").run().ok();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void execOnATerminalAndMetrics(Stack stack) {
    stack.run(List.of("-d", "--memory-limit", "67108864"), "t1", "sleep", "1000").run().ok();
    String[] exec = {"tasks", "exec", "-t", "--exec-id", "e1", "t1", "sh", "-c", "tty; exit 5"};
    try (Pty pty = Pty.start(stack.ctr(exec))) {
      pty.expect("/dev/pts/");
      assertThat(pty.exitCode()).isEqualTo(5);
    }
    assertThat(stack.ctr("tasks", "metrics", "t1").run().ok().out()).contains("67108864");
    stack.ctr("tasks", "rm", "--force", "t1").run().ok();
    stack.ctr("containers", "rm", "t1").run().ok();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void eventsTellTheLifeOfATask(Stack stack) {
    try (Background events = stack.ctr("events").start()) {
      Pause.millis(300);
      stack.run(List.of("--rm"), "ev", "true").run().ok();
      events.awaitOut("/tasks/delete");
      assertThat(events.out())
          .containsSubsequence(
              "/containers/create",
              "/tasks/create",
              "/tasks/start",
              "/tasks/exit",
              "/tasks/delete");
    }
  }
}
