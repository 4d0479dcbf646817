package dev.stevedore.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.leaks.Processes;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.process.Pty;
import dev.stevedore.tests.harness.process.Signals;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code kill -9} of the daemons and of a shim. What runs goes on, and what was known is known
 * again.
 */
@WholeStack(needs = {"docker", "setsid"})
class CrashTest {
  private static final String TICKS = "i=0; while :; do echo tick $i; i=$((i+1)); sleep 0.1; done";

  /** What is killed, in order. */
  enum Victim {
    DOCKERD,
    CONTAINERD
  }

  static Stream<List<Victim>> orders() {
    return Stream.of(
        List.of(Victim.DOCKERD),
        List.of(Victim.CONTAINERD),
        List.of(Victim.DOCKERD, Victim.CONTAINERD),
        List.of(Victim.CONTAINERD, Victim.DOCKERD));
  }

  private static Engine start(Scratch scratch) {
    Engine engine = Engine.start(scratch);
    engine.load(Busybox.archive());
    return engine;
  }

  /**
   * Kills, starts dockerd again if it was killed, and waits until a new containerd serves if that
   * was killed.
   */
  private static void crash(Engine engine, List<Victim> victims, Runnable meanwhile) {
    long containerd = engine.awaitContainerd(0);
    for (Victim victim : victims) {
      switch (victim) {
        case DOCKERD -> engine.service().kill9();
        case CONTAINERD -> Signals.send(containerd, "KILL");
      }
    }
    meanwhile.run();
    if (victims.contains(Victim.DOCKERD)) {
      engine.service().start();
    }
    if (victims.contains(Victim.CONTAINERD)) {
      engine.awaitContainerd(containerd);
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void containersGoOnAndAreKnownAgain(List<Victim> victims, Scratch scratch) {
    Engine engine = start(scratch);
    engine.docker("run", "-d", "--name", "ticker", "busybox", "sh", "-c", TICKS).run().ok();
    engine.docker("run", "-d", "--name", "ended", "busybox", "sh", "-c", "exit 5").run().ok();
    String pid = inspect(engine, "ticker", "{{.State.Pid}}");
    crash(engine, victims, () -> assertThat(Processes.isZombie(Long.parseLong(pid))).isFalse());

    eventually(() -> engine.docker("exec", "ticker", "true").run().ok());
    assertThat(inspect(engine, "ticker", "{{.State.Pid}} {{.State.Status}} {{.RestartCount}}"))
        .isEqualTo(pid + " running 0");
    assertThat(engine.docker("ps", "--format", "{{.Names}}").run().ok().text()).isEqualTo("ticker");
    assertThat(inspect(engine, "ended", "{{.State.Status}} {{.State.ExitCode}}"))
        .isEqualTo("exited 5");
    assertThat(engine.docker("exec", "ticker", "sh", "-c", "exit 3").run().exit()).isEqualTo(3);
    assertNoTickIsMissing(engine);
    engine.docker("stop", "-t", "1", "ticker").run().ok();
    assertThat(inspect(engine, "ticker", "{{.State.Status}} {{.State.ExitCode}}"))
        .isEqualTo("exited 137");
    engine.docker("rm", "ticker", "ended").run().ok();
    engine.docker("run", "--rm", "busybox", "true").run().ok();
  }

  /** The log goes on after the crash, and nothing that was written in between is lost. */
  private static void assertNoTickIsMissing(Engine engine) {
    int seen = engine.docker("logs", "ticker").run().ok().lines().size();
    eventually(
        () ->
            assertThat(engine.docker("logs", "ticker").run().ok().lines())
                .hasSizeGreaterThan(seen + 5));
    List<String> lines = engine.docker("logs", "ticker").run().ok().lines();
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i)).isEqualTo("tick " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void anEndDuringTheOutageIsNotMissed(List<Victim> victims, Scratch scratch) {
    Engine engine = start(scratch);
    engine
        .docker(
            "run",
            "-d",
            "--name",
            "short",
            "busybox",
            "sh",
            "-c",
            "sleep 1.5; echo last words; exit 7")
        .run()
        .ok();
    engine.docker("run", "-d", "--rm", "--name", "gone", "busybox", "sleep", "1.5").run().ok();
    crash(engine, victims, () -> Pause.millis(2000));
    eventually(
        () ->
            assertThat(inspect(engine, "short", "{{.State.Status}} {{.State.ExitCode}}"))
                .isEqualTo("exited 7"));
    eventually(
        () ->
            assertThat(engine.docker("logs", "short").run().ok().out()).isEqualTo("last words\n"));
    eventually(
        () ->
            assertThat(engine.docker("ps", "-a", "--format", "{{.Names}}").run().ok().text())
                .isEqualTo("short"));
    engine.docker("rm", "short").run().ok();
  }

  @Test
  void aTerminalIsThereAgain(Scratch scratch) {
    Engine engine = start(scratch);
    engine.docker("run", "-dit", "--name", "shell", "busybox", "sh").run().ok();
    crash(engine, List.of(Victim.DOCKERD, Victim.CONTAINERD), () -> {});
    eventually(() -> engine.docker("exec", "shell", "true").run().ok());
    try (Pty pty = Pty.start(engine.docker("attach", "shell"))) {
      pty.awaitSize(24, 80).line("exit 6");
      assertThat(pty.exitCode()).isEqualTo(6);
    }
    engine.docker("rm", "shell").run().ok();
  }

  @Test
  void aKilledShimMeansADeadContainerAndNothingHangs(Scratch scratch) {
    Engine engine = start(scratch);
    String id =
        engine
            .docker("run", "-d", "--name", "orphan", "busybox", "sleep", "1000")
            .run()
            .ok()
            .text();
    engine.docker("run", "-d", "--name", "other", "busybox", "sleep", "1000").run().ok();
    long init = Long.parseLong(inspect(engine, "orphan", "{{.State.Pid}}"));
    Processes.withCommandLine("-id " + id).forEach(shim -> Signals.send(shim, "KILL"));
    eventually(
        () ->
            assertThat(inspect(engine, "orphan", "{{.State.Status}} {{.State.ExitCode}}"))
                .isEqualTo("exited 137"));
    eventually(() -> assertThat(Processes.isZombie(init)).isTrue());
    engine.docker("ps", "-a").timeout(Duration.ofSeconds(3)).run().ok();
    assertThat(inspect(engine, "other", "{{.State.Status}}")).isEqualTo("running");
    engine.docker("rm", "orphan").run().ok();
    engine.docker("rm", "-f", "other").run().ok();
  }

  @Test
  void aStuckContainerStopsNobodyElse(Scratch scratch) {
    Engine engine = start(scratch);
    String id =
        engine.docker("run", "-d", "--name", "stuck", "busybox", "sleep", "1000").run().ok().text();
    List<Long> shims = Processes.withCommandLine("-id " + id);
    assertThat(shims).isNotEmpty();
    shims.forEach(shim -> Signals.send(shim, "STOP"));
    try (var exec = engine.docker("exec", "stuck", "true").start()) {
      Pause.millis(300);
      engine.docker("ps", "-a").timeout(Duration.ofSeconds(3)).run().ok();
      engine.docker("inspect", "stuck").timeout(Duration.ofSeconds(3)).run().ok();
      engine.docker("run", "--rm", "busybox", "true").timeout(Duration.ofSeconds(10)).run().ok();
      shims.forEach(shim -> Signals.send(shim, "CONT"));
      assertThat(exec.await(Duration.ofSeconds(15)).exit()).isZero();
    }
    engine.docker("rm", "-f", "stuck").run().ok();
  }

  @Test
  void killedInTheMiddleOfStartsNothingIsLeft(Scratch scratch) {
    Engine engine = start(scratch);
    for (int round = 0; round < 5; round++) {
      try (var first = engine.docker("run", "--rm", "busybox", "sleep", "0.2").start();
          var second = engine.docker("run", "-d", "busybox", "sleep", "1000").start()) {
        Pause.millis(40L * (round + 1));
        engine.crash();
        // What they answer depends on the moment; that they end does not.
        first.await(Duration.ofSeconds(20));
        second.await(Duration.ofSeconds(20));
      }
    }
    eventually(
        () -> {
          List<String> ids = engine.docker("ps", "-aq").run().ok().lines();
          ids.forEach(id -> engine.docker("rm", "-f", id).run());
          assertThat(engine.docker("ps", "-aq").run().ok().out()).isEmpty();
        });
    engine.docker("run", "--rm", "busybox", "true").run().ok();
    // That nothing runs and nothing is mounted then is looked at after each test.
  }

  private static String inspect(Engine engine, String container, String template) {
    return engine.docker("inspect", "-f", template, container).run().ok().text();
  }

  /** Until it holds, for at most 15 s. */
  private static void eventually(org.awaitility.core.ThrowingRunnable check) {
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(check);
  }
}
