package dev.stevedore.tests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Pty;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Crun;
import dev.stevedore.tests.harness.stack.Engine;
import dev.stevedore.tests.harness.stack.Programs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debian's runc and crun below our shim, as runtimes added to our dockerd. */
@WholeStack(needs = {"docker", "runc", "crun", "setsid", "unshare"})
class OtherRuntimesUnderOurShimTest {
  private static Engine engine;

  @BeforeAll
  static void start(Scratch scratch) {
    engine =
        Engine.start(
            scratch,
            "--add-runtime=debian-runc=" + Programs.peer("runc"),
            "--add-runtime=debian-crun=" + Crun.program(scratch));
    engine.load(Busybox.archive());
  }

  @ParameterizedTest
  @ValueSource(strings = {"debian-runc", "debian-crun"})
  void runsAndPassesTheExitCode(String runtime) {
    assertThat(
            engine
                .docker("run", "--rm", "--runtime", runtime, "busybox", "echo", "hi")
                .run()
                .ok()
                .out())
        .isEqualTo("hi\n");
    engine
        .docker("run", "--rm", "--runtime", runtime, "busybox", "sh", "-c", "exit 19")
        .run()
        .exits(19);
  }

  @ParameterizedTest
  @ValueSource(strings = {"debian-runc", "debian-crun"})
  void execAndStop(String runtime) {
    engine
        .docker("run", "-d", "--name", "sleeper", "--runtime", runtime, "busybox", "sleep", "1000")
        .run()
        .ok();
    assertThat(engine.docker("exec", "sleeper", "ps").run().ok().out()).contains("sleep 1000");
    engine.docker("exec", "sleeper", "sh", "-c", "exit 4").run().exits(4);
    engine.docker("stop", "-t", "1", "sleeper").run().ok();
    engine.docker("rm", "sleeper").run().ok();
  }

  @ParameterizedTest
  @ValueSource(strings = {"debian-runc", "debian-crun"})
  void aTerminal(String runtime) {
    try (Pty pty =
        Pty.start(engine.docker("run", "--rm", "-it", "--runtime", runtime, "busybox", "sh"))) {
      pty.expect("/ #").awaitSize(24, 80).line("exit 3");
      assertThat(pty.exitCode()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"debian-runc", "debian-crun"})
  void aCommandThatIsNotThereGives127(String runtime) {
    assertThat(
            engine
                .docker("run", "--rm", "--runtime", runtime, "busybox", "no-such-command")
                .run()
                .exits(127)
                .err())
        .contains("no-such-command");
  }
}
