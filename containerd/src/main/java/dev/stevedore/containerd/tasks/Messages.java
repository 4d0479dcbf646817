package dev.stevedore.containerd.tasks;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.stevedore.lib.containerdapi.task.Process;
import dev.stevedore.lib.containerdapi.task.Status;
import dev.stevedore.lib.containerdapi.tasks.CreateTaskRequest;
import dev.stevedore.lib.ttrpc.task.Mount;
import dev.stevedore.lib.ttrpc.task.StateResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The shim's messages and the API's: the same things in other words. */
final class Messages {
  private Messages() {}

  static dev.stevedore.lib.ttrpc.wire.@Nullable Any toShim(Optional<Any> any) {
    return any.map(
            it ->
                new dev.stevedore.lib.ttrpc.wire.Any(it.getTypeUrl(), it.getValue().toByteArray()))
        .orElse(null);
  }

  static Optional<Any> fromShim(dev.stevedore.lib.ttrpc.wire.@Nullable Any any) {
    return any == null
        ? Optional.empty()
        : Optional.of(
            Any.newBuilder()
                .setTypeUrl(any.typeUrl())
                .setValue(ByteString.copyFrom(any.value()))
                .build());
  }

  static Timestamp fromShim(dev.stevedore.lib.ttrpc.wire.@Nullable Timestamp time) {
    return time == null
        ? Timestamp.getDefaultInstance()
        : Timestamp.newBuilder().setSeconds(time.seconds()).setNanos(time.nanos()).build();
  }

  static dev.stevedore.lib.ttrpc.task.CreateTaskRequest toShim(
      CreateTaskRequest request, Bundle bundle, String checkpoint, Optional<Any> options) {
    List<Mount> rootfs =
        request.getRootfsList().stream()
            .map(it -> new Mount(it.getType(), it.getSource(), it.getTarget(), it.getOptionsList()))
            .toList();
    return new dev.stevedore.lib.ttrpc.task.CreateTaskRequest(
        request.getContainerId(),
        bundle.path().toString(),
        rootfs,
        request.getTerminal(),
        request.getStdin(),
        request.getStdout(),
        request.getStderr(),
        checkpoint,
        "",
        toShim(options));
  }

  static Process fromShim(String container, StateResponse state) {
    Process.Builder process =
        Process.newBuilder()
            .setContainerId(container)
            .setId(state.execId().isEmpty() ? container : state.execId())
            .setPid(state.pid())
            .setStdin(state.stdin())
            .setStdout(state.stdout())
            .setStderr(state.stderr())
            .setTerminal(state.terminal())
            .setExitStatus(state.exitStatus())
            .setExitedAt(fromShim(state.exitedAt()));
    Status status = Status.forNumber(state.status().number());
    return process.setStatus(status == null ? Status.UNKNOWN : status).build();
  }
}
