package dev.stevedore.containerd.tasks;

import com.google.protobuf.Empty;
import dev.stevedore.lib.containerdapi.task.ProcessInfo;
import dev.stevedore.lib.containerdapi.tasks.ListPidsResponse;
import dev.stevedore.lib.containerdapi.tasks.UpdateTaskRequest;
import dev.stevedore.lib.ttrpc.task.PauseRequest;
import dev.stevedore.lib.ttrpc.task.PidsRequest;
import dev.stevedore.lib.ttrpc.task.ResumeRequest;
import java.io.IOException;
import java.util.Optional;

/** What is asked about a task as a whole. */
final class TaskControl {
  private final Tasks tasks;

  TaskControl(Tasks tasks) {
    this.tasks = tasks;
  }

  Empty pause(TaskId id) throws IOException {
    return tasks.tell(id, shim -> shim.slow().pause(new PauseRequest(id.container())));
  }

  Empty resume(TaskId id) throws IOException {
    return tasks.tell(id, shim -> shim.slow().resume(new ResumeRequest(id.container())));
  }

  Empty update(TaskId id, UpdateTaskRequest request) throws IOException {
    return tasks.tell(
        id,
        shim ->
            shim.slow()
                .update(
                    new dev.stevedore.lib.ttrpc.task.UpdateTaskRequest(
                        id.container(),
                        Messages.toShim(Optional.of(request.getResources())),
                        request.getAnnotationsMap())));
  }

  ListPidsResponse pids(TaskId id) throws IOException {
    ListPidsResponse.Builder response = ListPidsResponse.newBuilder();
    var pids = tasks.call(id, shim -> shim.quick().pids(new PidsRequest(id.container())));
    for (var process : pids.processes()) {
      ProcessInfo.Builder info = ProcessInfo.newBuilder().setPid(process.pid());
      Messages.fromShim(process.info()).ifPresent(info::setInfo);
      response.addProcesses(info);
    }
    return response.build();
  }
}
