package dev.stevedore.tests.shim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.process.Signals;
import dev.stevedore.tests.harness.scratch.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Containers that share a shim, since an annotation of theirs says so. */
@WholeStack(needs = {"containerd", "ctr", "runc"})
class GroupsTest {
  private static final String GROUP = "io.containerd.runc.v2.group";
  private static final String SANDBOX = "io.kubernetes.cri.sandbox-id";
  private static Tasks debian;
  private static Tasks ours;

  @BeforeAll
  static void start(Scratch scratch) {
    debian = Tasks.start(scratch);
    ours = Tasks.startOurs(scratch);
  }

  static Stream<Tasks> containerds() {
    return Stream.of(debian, ours);
  }

  /** Without FIFOs: see LifecycleTest. */
  private static void sleep(Tasks tasks, String annotation, String group, String id) {
    tasks
        .run(
            List.of("-d", "--null-io", "--annotation", annotation + "=" + group),
            id,
            "sleep",
            "1000")
        .run()
        .ok();
  }

  /** The shim is the parent of what runs in its containers. */
  private static ProcessHandle shimOf(Tasks tasks, String id) {
    return tasks.init(id).parent().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("containerds")
  void theLastOfAGroupIsUsableWhenTheOthersAreDeleted(Tasks tasks) {
    for (String id : List.of("first", "second", "third")) {
      sleep(tasks, GROUP, "team", id);
    }
    ProcessHandle shim = shimOf(tasks, "first");
    assertThat(List.of(shimOf(tasks, "second"), shimOf(tasks, "third"))).containsOnly(shim);

    tasks.remove("first");
    tasks.remove("second");

    assertThat(tasks.state("third")).isEqualTo("RUNNING");
    assertThat(tasks.exec("third", "e", "echo", "here").run().ok().out()).isEqualTo("here\n");
    sleep(tasks, GROUP, "team", "fourth");
    assertThat(shimOf(tasks, "fourth")).isEqualTo(shim);
    tasks.remove("fourth");
    tasks.remove("third");
    awaitEnd(shim);
  }

  @ParameterizedTest
  @MethodSource("containerds")
  void whenTheShimOfAPodIsKilledAllItsContainersAreCleanedUp(Tasks tasks) {
    List<String> ids = List.of("pause", "app", "sidecar");
    for (String id : ids) {
      sleep(tasks, SANDBOX, "pod", id);
    }
    List<ProcessHandle> inits = ids.stream().map(tasks::init).toList();
    ProcessHandle shim = shimOf(tasks, "pause");
    assertThat(inits).allMatch(init -> init.parent().orElseThrow().equals(shim));

    Signals.send(shim.pid(), "KILL");

    for (String id : ids) {
      tasks.awaitState(id, "");
      awaitUnmounted(tasks, id);
      tasks.ctr("containers", "delete", id).run().ok();
    }
    inits.forEach(GroupsTest::awaitEnd);
    sleep(tasks, SANDBOX, "pod", "again");
    assertThat(tasks.exec("again", "e", "echo", "new").run().ok().out()).isEqualTo("new\n");
    tasks.remove("again");
  }

  @ParameterizedTest
  @MethodSource("containerds")
  void otherGroupsHaveShimsOfTheirOwn(Tasks tasks) {
    sleep(tasks, GROUP, "red", "r");
    sleep(tasks, GROUP, "blue", "b");
    assertThat(shimOf(tasks, "r")).isNotEqualTo(shimOf(tasks, "b"));
    tasks.remove("r");
    assertThat(tasks.state("b")).isEqualTo("RUNNING");
    tasks.remove("b");
  }

  private static void awaitEnd(ProcessHandle process) {
    for (int i = 0; runs(process); i++) {
      assertThat(i).as("process %d still runs", process.pid()).isLessThan(100);
      Pause.millis(50);
    }
  }

  /** The task may be gone from the list before all of it is cleared up. */
  private static void awaitUnmounted(Tasks tasks, String id) {
    String rootfs = tasks.bundle(id).resolve("rootfs").toString();
    for (int i = 0; Tasks.mounts().contains(rootfs); i++) {
      assertThat(i).as("%s is still mounted", rootfs).isLessThan(100);
      Pause.millis(50);
    }
  }

  /** Whether it is more than a zombie. */
  private static boolean runs(ProcessHandle process) {
    try {
      return process.isAlive()
          && !Files.readString(Path.of("/proc/" + process.pid() + "/stat")).contains(") Z ");
    } catch (IOException e) {
      // it has ended in the meantime
      return false;
    }
  }
}
