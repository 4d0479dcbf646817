package dev.stevedore.tests.containerd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stevedore.tests.harness.grpc.GrpcClient;
import dev.stevedore.tests.harness.grpc.Proto;
import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.leaks.Processes;
import dev.stevedore.tests.harness.process.Background;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Containerd;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The sandbox services of containerd 1.7 and 2, which Debian's ctr does not know. */
@WholeStack(needs = {"ctr"})
class SandboxesTest {
  private static final String STORE = "containerd.services.sandbox.v1.Store/";

  private static final String CONTROLLER = "containerd.services.sandbox.v1.Controller/";
  private static final String CONTAINERS = "containerd.services.containers.v1.Containers/";

  private static byte[] sandbox(String id, String label) {
    byte[] entry = new Proto().text(1, "name").text(2, label).build();
    return new Proto().text(1, id).bytes(4, entry).build();
  }

  @Test
  void areStored(Scratch scratch) {
    Containerd containerd = Containerd.ours(scratch);
    byte[] id = new Proto().text(1, "s1").build();
    try (GrpcClient client = new GrpcClient(containerd.socket())) {
      client.call(STORE + "Create", new Proto().bytes(1, sandbox("s1", "one")).build());
      assertThatThrownBy(
              () -> client.call(STORE + "Create", new Proto().bytes(1, sandbox("s1", "")).build()))
          .hasMessage("ALREADY_EXISTS: sandbox \"s1\": already exists");
      client.call(
          STORE + "Update",
          new Proto().bytes(1, sandbox("s1", "two")).text(2, "labels.name").build());
      containerd.service().kill9();
      containerd.service().start();
      assertThat(text(client.call(STORE + "List", new Proto().text(1, "labels.name==two").build())))
          .contains("s1");
      assertThat(text(client.call(STORE + "List", new Proto().text(1, "labels.name==one").build())))
          .isEmpty();
      assertThatThrownBy(() -> client.call(CONTROLLER + "Start", id))
          .hasMessage("NOT_FOUND: can't find sandbox s1: not found");
      assertThat(containerd.ctr("namespaces", "rm", "default").run().err()).contains("sandboxes");
      client.call(STORE + "Delete", id);
      assertThatThrownBy(() -> client.call(STORE + "Get", id))
          .hasMessage("NOT_FOUND: sandbox \"s1\": not found");
    }
  }

  /** A sandbox has a shim of its own, and the tasks of its containers run under that. */
  @Test
  void haveAShimThatTheirTasksShare(Scratch scratch) throws Exception {
    Containerd containerd = Containerd.ours(scratch);
    containerd.ctr("images", "import", Busybox.archive().toString()).run().ok();
    byte[] id = id("s2");
    try (GrpcClient client = new GrpcClient(containerd.socket())) {
      create(client, "s2", "io.containerd.stevedore.v1");
      assertThat(text(client.call(CONTROLLER + "Status", id))).contains("SANDBOX_NOTREADY");
      client.call(CONTROLLER + "Start", id);
      assertThat(text(client.call(CONTROLLER + "Platform", id))).contains("linux");
      assertThatThrownBy(() -> client.call(CONTROLLER + "Create", id))
          .hasMessage("ALREADY_EXISTS: sandbox s2 already running: already exists");

      startTaskIn(containerd, client, "s2");
      List<Long> shims = Processes.withCommandLine("-id s2");
      assertThat(shims).hasSize(1);
      assertThat(parentOf(pid(containerd, "inside"))).isEqualTo(shims.getFirst());

      // Both are found again.
      containerd.service().kill9();
      containerd.service().start();
      assertThat(text(client.call(CONTROLLER + "Status", id))).contains("SANDBOX_READY");
      assertThat(containerd.ctr("tasks", "ls").run().ok().text())
          .containsPattern("inside +[0-9]+ +RUNNING")
          .doesNotContain("s2");
      assertThatThrownBy(() -> client.call(CONTROLLER + "Shutdown", id))
          .hasMessageStartingWith("FAILED_PRECONDITION: failed to shutdown sandbox s2");
      containerd.ctr("tasks", "rm", "-f", "inside").run().ok();
      assertThat(text(client.call(CONTROLLER + "Status", id))).contains("SANDBOX_READY");
    }
    try (GrpcClient client = new GrpcClient(containerd.socket())) {
      CompletableFuture<byte[]> end =
          CompletableFuture.supplyAsync(() -> client.call(CONTROLLER + "Wait", id));
      client.call(CONTROLLER + "Stop", id);
      assertThat(end.get(10, TimeUnit.SECONDS)).isNotEmpty();
      assertThat(text(client.call(CONTROLLER + "Status", id))).contains("SANDBOX_NOTREADY");
      client.call(CONTROLLER + "Shutdown", id);
      assertThatThrownBy(() -> client.call(CONTROLLER + "Status", id))
          .hasMessageStartingWith("NOT_FOUND");
      await().untilAsserted(() -> assertThat(Processes.withCommandLine("-id s2")).isEmpty());
    }
  }

  @Test
  void areRefusedWhereTheShimHasNoneOfIt(Scratch scratch) {
    Containerd containerd = Containerd.ours(scratch);
    try (GrpcClient client = new GrpcClient(containerd.socket())) {
      assertThatThrownBy(() -> create(client, "s3", "io.containerd.runc.v2"))
          .hasMessageStartingWith(
              "UNIMPLEMENTED: failed to create sandbox s3: its shim does not serve the sandbox API");
      assertThatThrownBy(() -> client.call(CONTROLLER + "Status", id("s3")))
          .hasMessageStartingWith("NOT_FOUND");
    }
  }

  /** A shim that dies takes its sandbox with it, and the tasks in there. */
  @Test
  void endWithTheirShim(Scratch scratch) throws Exception {
    Containerd containerd = Containerd.ours(scratch);
    containerd.ctr("images", "import", Busybox.archive().toString()).run().ok();
    try (GrpcClient client = new GrpcClient(containerd.socket());
        Background events = containerd.ctr("events").start()) {
      create(client, "s4", "io.containerd.stevedore.v1");
      client.call(CONTROLLER + "Start", id("s4"));
      startTaskIn(containerd, client, "s4");
      long process = pid(containerd, "inside");
      ProcessHandle.of(Processes.withCommandLine("-id s4").getFirst())
          .orElseThrow()
          .destroyForcibly();
      awaitUnknownEvent(events, "containerd.events.SandboxExit");
      events.awaitOut("/tasks/delete");
      await()
          .untilAsserted(
              () ->
                  assertThat(Processes.isZombie(process) || ProcessHandle.of(process).isEmpty())
                      .isTrue());
      assertThatThrownBy(() -> client.call(CONTROLLER + "Status", id("s4")))
          .hasMessageStartingWith("NOT_FOUND");
      assertThat(containerd.ctr("tasks", "ls").run().ok().text()).doesNotContain("inside");
    }
  }

  /** Debian's ctr knows no such event, and says so. */
  private static void awaitUnknownEvent(Background events, String type) {
    await().untilAsserted(() -> assertThat(events.err()).contains(type + ": not found"));
  }

  private static byte[] id(String id) {
    return new Proto().text(1, id).build();
  }

  private static void create(GrpcClient client, String id, String runtime) {
    byte[] sandbox = new Proto().text(1, id).bytes(2, new Proto().text(1, runtime).build()).build();
    client.call(STORE + "Create", new Proto().bytes(1, sandbox).build());
    client.call(CONTROLLER + "Create", id(id));
  }

  /** Starts the task of a container "inside": one made by ctr, with another name and a sandbox. */
  private static void startTaskIn(Containerd containerd, GrpcClient client, String sandbox) {
    containerd
        .ctr(
            "containers",
            "create",
            "--runtime",
            "io.containerd.stevedore.v1",
            "docker.io/library/busybox:latest",
            "model",
            "sleep",
            "1000")
        .run()
        .ok();
    byte[] model = content(client.call(CONTAINERS + "Get", id("model")));
    byte[] changes = new Proto().text(1, "inside").text(11, sandbox).build();
    byte[] container = Arrays.copyOf(model, model.length + changes.length);
    System.arraycopy(changes, 0, container, model.length, changes.length);
    client.call(CONTAINERS + "Create", new Proto().bytes(1, container).build());
    // Without FIFOs: ctr removes those of a task only when it deletes the task itself.
    containerd.ctr("tasks", "start", "-d", "--null-io", "inside").run().ok();
  }

  /** What the only field of a message holds. */
  private static byte[] content(byte[] message) {
    int start = 1;
    while (message[start] < 0) {
      start++;
    }
    return Arrays.copyOfRange(message, start + 1, message.length);
  }

  private static long pid(Containerd containerd, String task) {
    String tasks = containerd.ctr("tasks", "ls").run().ok().text();
    return tasks
        .lines()
        .map(line -> line.split(" +"))
        .filter(words -> words[0].equals(task))
        .mapToLong(words -> Long.parseLong(words[1]))
        .findFirst()
        .orElseThrow();
  }

  private static long parentOf(long pid) {
    return ProcessHandle.of(pid).flatMap(ProcessHandle::parent).orElseThrow().pid();
  }

  private static String text(byte[] message) {
    return new String(message, StandardCharsets.UTF_8);
  }
}
