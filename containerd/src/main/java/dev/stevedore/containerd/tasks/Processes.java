package dev.stevedore.containerd.tasks;

import com.google.protobuf.Empty;
import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.lib.containerdapi.tasks.CloseIORequest;
import dev.stevedore.lib.containerdapi.tasks.DeleteProcessRequest;
import dev.stevedore.lib.containerdapi.tasks.DeleteResponse;
import dev.stevedore.lib.containerdapi.tasks.ExecProcessRequest;
import dev.stevedore.lib.containerdapi.tasks.KillRequest;
import dev.stevedore.lib.containerdapi.tasks.ResizePtyRequest;
import dev.stevedore.lib.containerdapi.tasks.StartRequest;
import dev.stevedore.lib.containerdapi.tasks.StartResponse;
import dev.stevedore.lib.ttrpc.task.DeleteRequest;
import java.io.IOException;
import java.util.Optional;

/** What is asked about one process of a task: its first one, or an exec. */
final class Processes {
  private final Tasks tasks;

  Processes(Tasks tasks) {
    this.tasks = tasks;
  }

  StartResponse start(TaskId id, StartRequest request) throws IOException {
    var response =
        tasks.call(
            id,
            shim ->
                (shim.bundle().isRestored() ? shim.checkpoint() : shim.slow())
                    .start(
                        new dev.stevedore.lib.ttrpc.task.StartRequest(
                            id.container(), request.getExecId())));
    return StartResponse.newBuilder().setPid(response.pid()).build();
  }

  DeleteResponse delete(TaskId id, DeleteProcessRequest request) throws IOException {
    var response =
        tasks.call(
            id, shim -> shim.slow().delete(new DeleteRequest(id.container(), request.getExecId())));
    return DeleteResponse.newBuilder()
        .setId(request.getExecId())
        .setPid(response.pid())
        .setExitStatus(response.exitStatus())
        .setExitedAt(Messages.fromShim(response.exitedAt()))
        .build();
  }

  Empty kill(TaskId id, KillRequest request) throws IOException {
    return tasks.tell(
        id,
        shim ->
            shim.quick()
                .kill(
                    new dev.stevedore.lib.ttrpc.task.KillRequest(
                        id.container(),
                        request.getExecId(),
                        request.getSignal(),
                        request.getAll())));
  }

  Empty exec(TaskId id, ExecProcessRequest request) throws IOException {
    return tasks.tell(
        id,
        shim ->
            shim.slow()
                .exec(
                    new dev.stevedore.lib.ttrpc.task.ExecProcessRequest(
                        id.container(),
                        RequestContext.requireIdentifier(
                            "invalid exec id " + request.getExecId() + ": ", request.getExecId()),
                        request.getTerminal(),
                        request.getStdin(),
                        request.getStdout(),
                        request.getStderr(),
                        Messages.toShim(Optional.of(request.getSpec())))));
  }

  Empty resize(TaskId id, ResizePtyRequest request) throws IOException {
    return tasks.tell(
        id,
        shim ->
            shim.quick()
                .resizePty(
                    new dev.stevedore.lib.ttrpc.task.ResizePtyRequest(
                        id.container(),
                        request.getExecId(),
                        request.getWidth(),
                        request.getHeight())));
  }

  Empty closeIo(TaskId id, CloseIORequest request) throws IOException {
    return tasks.tell(
        id,
        shim ->
            shim.quick()
                .closeIo(
                    new dev.stevedore.lib.ttrpc.task.CloseIORequest(
                        id.container(), request.getExecId(), request.getStdin())));
  }
}
