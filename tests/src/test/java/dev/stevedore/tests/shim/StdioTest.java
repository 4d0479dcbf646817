package dev.stevedore.tests.shim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Background;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.process.Pty;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a container's client reads and writes. */
@WholeStack(needs = {"containerd", "ctr", "runc"})
class StdioTest {
  private static Tasks tasks;

  @BeforeAll
  static void start(Scratch scratch) {
    tasks = Tasks.start(scratch);
  }

  @Test
  void outputAndErrorsComeApartAndWhole() {
    Result result =
        tasks
            .run(
                List.of("--rm"),
                "whole",
                "sh",
                "-c",
                "i=0; while [ $i -lt 20000 ]; do echo $i; echo e$i >&2; i=$((i+1)); done")
            .run()
            .ok();

    StringBuilder out = new StringBuilder();
    StringBuilder err = new StringBuilder();
    for (int i = 0; i < 20000; i++) {
      out.append(i).append('\n');
      err.append('e').append(i).append('\n');
    }
    assertThat(result.out()).isEqualTo(out.toString());
    assertThat(result.err()).isEqualTo(err.toString());
  }

  @Test
  void inputReachesTheProcessAndEnds() {
    tasks.run(List.of("-d"), "input", "sleep", "1000").run().ok();
    try (Background cat = tasks.exec("input", "cat", "cat").stdinOpen().start()) {
      cat.send("first\n");
      cat.awaitOut("first");
      cat.send("second\n");
      cat.awaitOut("second");
      cat.closeStdin();
      assertThat(cat.await(Duration.ofSeconds(10)).ok().out()).isEqualTo("first\nsecond\n");
    }
    tasks.remove("input");
  }

  @Test
  void aTerminalHasSizeEchoAndExitCode() {
    String script = "tty; echo ready; read x; echo got $x; stty size; exit 7";
    Command run = onTerminal(tasks.run(List.of("--rm", "-t"), "tty", "sh", "-c", script));
    try (Pty pty = Pty.start(run)) {
      pty.expect("/dev/pts/0").expect("ready");
      pty.resize(40, 100);
      Pause.millis(300);
      pty.line("a line").expect("a line").expect("got a line").expect("40 100");
      assertThat(pty.exitCode()).isEqualTo(7);
    }
  }

  /** ctr reads its terminal through standard error, so that has to be open for reading too. */
  private static Command onTerminal(Command ctr) {
    List<String> argv = new ArrayList<>();
    argv.addAll(List.of("sh", "-c", "exec \"$@\" <>/dev/tty >&0 2>&0", "sh"));
    argv.addAll(ctr.argv());
    return Command.of(argv);
  }
}
