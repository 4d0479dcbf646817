package dev.stevedore.tests.containerd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Background;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.process.Signals;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Containerd;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Killing our containerd or a shim under it, with our shim and with Debian's. */
@WholeStack(needs = {"ctr", "containerd-shim-runc-v2", "runc"})
class RecoveryTest {
  private static final String IMAGE = "docker.io/library/busybox:latest";
  private static final String OURS = "io.containerd.stevedore.v1";
  private static final String DEBIANS = "io.containerd.runc.v2";

  @SuppressWarnings("NullAway.Init")
  private Containerd containerd;

  @BeforeEach
  void start(Scratch scratch) {
    containerd = Containerd.ours(scratch);
    ctr("images", "import", Busybox.archive().toString()).run().ok();
  }

  @AfterEach
  void stop() {
    for (String task : ctr("tasks", "ls", "-q").run().lines()) {
      ctr("tasks", "delete", "--force", task).run();
    }
    for (String container : ctr("containers", "ls", "-q").run().lines()) {
      ctr("containers", "delete", container).run();
    }
  }

  private Command ctr(String... args) {
    return containerd.ctr(args);
  }

  /** Without FIFOs: they are ctr's, and it removes them with the task only, not after a crash. */
  private void run(String runtime, String id) {
    ctr("run", "-d", "--null-io", "--runtime", runtime, IMAGE, id, "sleep", "1000").run().ok();
  }

  private long shimOf(String id) {
    return ProcessHandle.allProcesses()
        .filter(
            process -> {
              List<String> args = Arrays.asList(process.info().arguments().orElse(new String[0]));
              int flag = args.indexOf("-id");
              return args.contains(containerd.socket().toString())
                  && flag >= 0
                  && args.get(flag + 1).equals(id);
            })
        .mapToLong(ProcessHandle::pid)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {OURS, DEBIANS})
  void aKilledContainerdFindsItsTasksAgain(String runtime) {
    run(runtime, "r1");
    containerd.service().kill9();
    containerd.service().start();

    assertThat(ctr("tasks", "ls").run().ok().out()).containsPattern("r1 +\\d+ +RUNNING");
    assertThat(ctr("tasks", "exec", "--exec-id", "e", "r1", "echo", "again").run().ok().out())
        .isEqualTo("again\n");
    ctr("run", "--rm", "--runtime", runtime, IMAGE, "r2", "true").run().ok();
  }

  @ParameterizedTest
  @ValueSource(strings = {OURS, DEBIANS})
  void aTaskThatEndsWhileContainerdIsAwayIsKnownToHaveEnded(String runtime) {
    ctr("run", "-d", "--null-io", "--runtime", runtime, IMAGE, "r1", "sh", "-c", "sleep 2; exit 7")
        .run()
        .ok();
    containerd.service().kill9();
    Pause.millis(2500);
    containerd.service().start();

    assertThat(ctr("tasks", "ls").run().ok().out()).containsPattern("r1 +\\d+ +STOPPED");
    // ctr tells the code, but does not give it.
    assertThat(ctr("tasks", "delete", "r1").run().ok().err()).contains("non-zero exit code 7");
  }

  @ParameterizedTest
  @ValueSource(strings = {OURS, DEBIANS})
  void aKilledShimIsTheEndOfItsTask(String runtime) {
    run(runtime, "r1");
    try (Background events = ctr("events").start();
        Background waiting = ctr("tasks", "attach", "r1").start()) {
      Pause.millis(500);
      Signals.send(shimOf("r1"), "KILL");
      events.awaitOut("/tasks/delete");
      assertThat(events.out()).contains("/tasks/exit").contains("\"exit_status\":137");
      Result ended = waiting.await(Duration.ofSeconds(20));
      assertThat(ended.exit()).isEqualTo(137);
    }
    assertThat(ctr("tasks", "ls", "-q").run().ok().out()).isEmpty();
    ctr("containers", "delete", "r1").run().ok();
  }

  @ParameterizedTest
  @ValueSource(strings = {OURS, DEBIANS})
  void aShimKilledWhileContainerdIsAwayIsClearedUpAfter(String runtime) {
    run(runtime, "r1");
    long shim = shimOf("r1");
    containerd.service().kill9();
    Signals.send(shim, "KILL");
    containerd.service().start();

    assertThat(ctr("tasks", "ls", "-q").run().ok().out()).isEmpty();
    assertThat(containerd.state().resolve("io.containerd.runtime.v2.task/default"))
        .isEmptyDirectory();
    // The id is free again.
    ctr("containers", "delete", "r1").run().ok();
    ctr("run", "--rm", "--runtime", runtime, IMAGE, "r1", "true").run().ok();
  }

  @ParameterizedTest
  @ValueSource(strings = {OURS, DEBIANS})
  void aStoppedShimDelaysNobodyElse(String runtime) {
    run(runtime, "r1");
    run(runtime, "r2");
    long shim = shimOf("r1");
    Signals.send(shim, "STOP");
    try {
      String tasks = ctr("tasks", "ls").timeout(Duration.ofSeconds(10)).run().ok().out();
      assertThat(tasks).containsPattern("r1 +\\d+ +UNKNOWN").containsPattern("r2 +\\d+ +RUNNING");
      ctr("tasks", "exec", "--exec-id", "e", "r2", "true").run().ok();
      // Nor does it lose its task when containerd comes back meanwhile.
      containerd.service().kill9();
      containerd.service().start();
      ctr("run", "--rm", "--runtime", runtime, IMAGE, "r3", "true").run().ok();
    } finally {
      Signals.send(shim, "CONT");
    }
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () ->
                assertThat(ctr("tasks", "ls").run().ok().out())
                    .containsPattern("r1 +\\d+ +RUNNING"));
  }
}
