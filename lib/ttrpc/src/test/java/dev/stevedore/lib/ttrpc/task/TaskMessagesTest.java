package dev.stevedore.lib.ttrpc.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.events.Envelope;
import dev.stevedore.lib.ttrpc.events.ForwardRequest;
import dev.stevedore.lib.ttrpc.events.TaskCreate;
import dev.stevedore.lib.ttrpc.events.TaskExit;
import dev.stevedore.lib.ttrpc.events.TaskIO;
import dev.stevedore.lib.ttrpc.options.RuncOptions;
import dev.stevedore.lib.ttrpc.wire.Any;
import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.Timestamp;
import dev.stevedore.lib.ttrpc.wire.WireException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TaskMessagesTest {
  private static final Timestamp AT = new Timestamp(1_795_000_000, 999_999_999);

  private static final RuncOptions OPTIONS =
      new RuncOptions(true, true, "/cg", 1, -2, "crun", "/run/r", "/criu", true, "i", "w", "a", 3);

  private static final Mount MOUNT =
      new Mount("overlay", "overlay", "", List.of("lowerdir=/a:/b", "ro", ""));

  private static final List<TaskRequest> REQUESTS =
      List.of(
          new StateRequest("c", "e"),
          new CreateTaskRequest(
              "c",
              "/bundle",
              List.of(MOUNT, MOUNT),
              true,
              "/in",
              "/out",
              "/err",
              "cp",
              "pcp",
              Any.of(RuncOptions.TYPE, OPTIONS)),
          new StartRequest("c", "e"),
          new DeleteRequest("c", ""),
          new PidsRequest("c"),
          new PauseRequest("c"),
          new ResumeRequest("c"),
          new CheckpointTaskRequest("c", "/p", new Any("t", new byte[] {1})),
          new KillRequest("c", "e", 9, true),
          new ExecProcessRequest("c", "e", true, "i", "o", "r", new Any("t", new byte[] {'{'})),
          new ResizePtyRequest("c", "e", 80, 25),
          new CloseIORequest("c", "e", true),
          new UpdateTaskRequest("c", new Any("t", new byte[] {'{'}), Map.of("a", "b")),
          new WaitRequest("c", "e"),
          new StatsRequest("c"),
          new ConnectRequest("c"),
          new ShutdownRequest("c", true));

  @Test
  void everyRequestComesBackThroughItsMethod() {
    assertThat(REQUESTS)
        .hasSize(Objects.requireNonNull(TaskRequest.class.getPermittedSubclasses()).length);
    for (TaskRequest request : REQUESTS) {
      assertThat(TaskRequest.decode(request.method(), request.encode())).isEqualTo(request);
    }
  }

  @Test
  void anUnknownMethodIsUnimplemented() {
    assertThatThrownBy(() -> TaskRequest.decode("Dance", new byte[0]))
        .isInstanceOfSatisfying(
            TtrpcException.class, e -> assertThat(e.code()).isEqualTo(Code.UNIMPLEMENTED));
  }

  @Test
  void fieldNumbersAreContainerds() {
    // field 3 of WaitRequest's neighbour KillRequest is the signal: 0x18 is tag 3, varint
    assertThat(new KillRequest("c", "", 15, false).encode())
        .containsExactly(0x0a, 1, 'c', 0x18, 15);
    assertThat(new RuncOptions(false, false, "", 0, 0, "r", "", "", true, "", "", "", 0).encode())
        .containsExactly(0x32, 1, 'r', 0x48, 1);
    assertThat(
            new StateResponse("", "", 0, TaskStatus.PAUSED, "", "", "", false, 0, null, "x")
                .encode())
        .containsExactly(0x20, 4, 0x5a, 1, 'x');
  }

  @Test
  void responsesComeBack() {
    StateResponse state =
        new StateResponse("c", "/b", 12, TaskStatus.STOPPED, "i", "o", "e", true, 137, AT, "exec");
    assertThat(StateResponse.decode(state.encode())).isEqualTo(state);
    PidsResponse pids = new PidsResponse(List.of(new ProcessInfo(3, null)));
    assertThat(PidsResponse.decode(pids.encode())).isEqualTo(pids);
    DeleteResponse delete = new DeleteResponse(1, 255, AT);
    assertThat(DeleteResponse.decode(delete.encode())).isEqualTo(delete);
    assertThat(RuncOptions.decode(OPTIONS.encode())).isEqualTo(OPTIONS);
  }

  @Test
  void eventsTravelInAnEnvelope() {
    TaskExit exit = new TaskExit("c", "c", 77, 137, AT);
    ForwardRequest forward = new ForwardRequest(exit.inEnvelope(AT, "moby"));

    Envelope got = Objects.requireNonNull(ForwardRequest.decode(forward.encode()).envelope());

    assertThat(got.topic()).isEqualTo("/tasks/exit");
    assertThat(got.namespace()).isEqualTo("moby");
    Any event = Objects.requireNonNull(got.event());
    assertThat(event.typeUrl()).isEqualTo("containerd.events.TaskExit");
    assertThat(TaskExit.decode(event.value())).isEqualTo(exit);
    TaskCreate create =
        new TaskCreate("c", "/b", List.of(MOUNT), new TaskIO("i", "", "", true), "", 5);
    assertThat(TaskCreate.decode(create.encode())).isEqualTo(create);
  }

  @Test
  void randomBytesNeverDoWorseThanAWireException() {
    Random random = new Random(20261123);
    for (int i = 0; i < 50_000; i++) {
      TaskRequest request = REQUESTS.get(random.nextInt(REQUESTS.size()));
      byte[] bytes = random.nextBoolean() ? mutated(request, random) : noise(random);
      try {
        TaskRequest got = TaskRequest.decode(request.method(), bytes);
        // what was understood can be said again
        assertThat(TaskRequest.decode(request.method(), got.encode())).isEqualTo(got);
      } catch (WireException e) {
        assertThat(e).hasMessageStartingWith("protobuf: ");
      }
    }
  }

  private static byte[] mutated(Message message, Random random) {
    byte[] bytes = message.encode();
    for (int n = random.nextInt(4); n >= 0; n--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
  }

  private static byte[] noise(Random random) {
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    return bytes;
  }
}
