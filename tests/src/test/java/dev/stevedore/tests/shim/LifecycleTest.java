package dev.stevedore.tests.shim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.tests.harness.grpc.GrpcClient;
import dev.stevedore.tests.harness.grpc.Proto;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Background;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.process.Signals;
import dev.stevedore.tests.harness.scratch.Scratch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A task's life, and that of the processes around it. */
@WholeStack(needs = {"containerd", "ctr", "runc"})
class LifecycleTest {
  private static final String SERVICE = "containerd.services.tasks.v1.Tasks/";

  private static Tasks tasks;

  @BeforeAll
  static void start(Scratch scratch) {
    tasks = Tasks.start(scratch);
  }

  @Test
  void exitCodesAndSignalsPassThrough() {
    tasks.run(List.of("--rm"), "code", "sh", "-c", "exit 42").run().exits(42);
    tasks.run(List.of("-d"), "signal", "sleep", "1000").run().ok();
    tasks.exec("signal", "e", "sh", "-c", "kill -9 $$").run().exits(137);
    tasks.exec("signal", "f", "sh", "-c", "exit 3").run().exits(3);
    tasks.remove("signal");
  }

  @Test
  void theRuntimesOwnWordsAreTold() {
    assertThat(tasks.run(List.of("--rm"), "nothing", "/nonexistent").run().exits(1).err())
        .contains("OCI runtime create failed", "/nonexistent", "no such file or directory");
    assertThat(Files.exists(tasks.bundle("nothing"))).isFalse();
  }

  @Test
  void aProcessThatCouldNotBeStartedIsStillCreated() {
    tasks.run(List.of("-d"), "tries", "sleep", "1000").run().ok();
    byte[] process = "{\"args\":[\"/nonexistent\"],\"cwd\":\"/\"}".getBytes(StandardCharsets.UTF_8);
    byte[] ids = new Proto().text(1, "tries").text(2, "e").build();
    try (GrpcClient client = new GrpcClient(tasks.containerd().socket())) {
      byte[] spec = Proto.any("types.containerd.io/opencontainers/runtime-spec/1/Process", process);
      client.call(
          SERVICE + "Exec", new Proto().text(1, "tries").bytes(6, spec).text(7, "e").build());
      assertThatThrownBy(() -> client.call(SERVICE + "Start", ids))
          .hasMessageContaining("OCI runtime exec failed");

      // Field 4 of the process is its status, of which 1 is CREATED.
      assertThat(client.call(SERVICE + "Get", ids)).containsSequence(4 << 3, 1);
      assertThatThrownBy(
              () ->
                  client.call(
                      SERVICE + "Kill",
                      new Proto().text(1, "tries").text(2, "e").number(3, 9).build()))
          .hasMessageContaining("process not created");
      client.call(SERVICE + "DeleteProcess", ids);
    }
    tasks.remove("tries");
  }

  @Test
  void pausedTasksStandStill() {
    tasks.run(List.of("-d"), "still", "sleep", "1000").run().ok();
    tasks.ctr("tasks", "pause", "still").run().ok();
    assertThat(tasks.state("still")).isEqualTo("PAUSED");
    assertThat(tasks.ctr("tasks", "pause", "still").run().exits(1).err()).contains("cannot pause");
    tasks.ctr("tasks", "resume", "still").run().ok();
    assertThat(tasks.state("still")).isEqualTo("RUNNING");
    tasks.remove("still");
  }

  @Test
  void statisticsAreOfTheContainer() {
    tasks.run(List.of("-d"), "stats", "sleep", "1000").run().ok();
    assertThat(tasks.ctr("tasks", "metrics", "stats").run().ok().out())
        .containsPattern("pids.current +1 ")
        .containsPattern("memory.usage_in_bytes +[1-9]");
    tasks.remove("stats");
  }

  @Test
  void anOutOfMemoryKillIsAnEvent() {
    try (Background events = tasks.ctr("events").start()) {
      Pause.millis(300);
      tasks
          .run(List.of("--rm", "--memory-limit", "16777216"), "oom", "tail", "/dev/zero")
          .run()
          .exits(137);
      events.awaitOut("/tasks/oom");
    }
  }

  @Test
  void tasksOutliveContainerd() {
    tasks.run(List.of("-d"), "stays", "sleep", "1000").run().ok();
    tasks.run(List.of("-d"), "goes", "sleep", "1000").run().ok();
    long goes =
        ProcessHandle.of(tasks.shim("goes"))
            .orElseThrow()
            .children()
            .findFirst()
            .orElseThrow()
            .pid();

    tasks.containerd().service().kill9();
    Signals.send(goes, "KILL");
    tasks.containerd().service().start();

    assertThat(tasks.state("stays")).isEqualTo("RUNNING");
    tasks.awaitState("goes", "STOPPED");
    assertThat(tasks.exec("stays", "e", "echo", "still here").run().ok().out())
        .isEqualTo("still here\n");
    tasks.remove("stays");
    tasks.remove("goes");
  }

  @Test
  void whenTheShimDiesTheTaskIsGoneAndNothingIsLeft() {
    // Without FIFOs, which are ctr's, and which it removes with the task only.
    tasks.run(List.of("-d", "--null-io"), "orphan", "sleep", "1000").run().ok();
    Path rootfs = tasks.bundle("orphan").resolve("rootfs");

    Signals.send(tasks.shim("orphan"), "KILL");

    tasks.awaitState("orphan", "");
    assertThat(Tasks.mounts()).doesNotContain(rootfs.toString());
    tasks.ctr("containers", "delete", "orphan").run().ok();
  }

  @Test
  void asksToTerminateDoNotEndAShimWithAContainer() {
    tasks.run(List.of("-d"), "term", "sleep", "1000").run().ok();
    Signals.send(tasks.shim("term"), "TERM");
    Pause.millis(200);
    assertThat(tasks.state("term")).isEqualTo("RUNNING");
    tasks.remove("term");
  }

  @Test
  void aShimIsSmall() {
    tasks.run(List.of("-d"), "small", "sleep", "1000").run().ok();
    tasks.exec("small", "e", "true").run().ok();
    long ownKilobytes = tasks.shimKilobytes("small");
    tasks.remove("small");

    assertThat(ownKilobytes).isPositive().isLessThan(1024);
  }
}
