package dev.stevedore.containerd.restart;

import com.google.protobuf.Empty;
import com.google.protobuf.FieldMask;
import dev.stevedore.containerd.containers.ContainersService;
import dev.stevedore.containerd.server.LocalCall;
import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.containerd.snapshots.SnapshotsService;
import dev.stevedore.containerd.tasks.Tasks;
import dev.stevedore.containerd.tasks.TasksService;
import dev.stevedore.lib.containerdapi.containers.Container;
import dev.stevedore.lib.containerdapi.containers.UpdateContainerRequest;
import dev.stevedore.lib.containerdapi.containers.UpdateContainerResponse;
import dev.stevedore.lib.containerdapi.snapshots.MountsRequest;
import dev.stevedore.lib.containerdapi.snapshots.MountsResponse;
import dev.stevedore.lib.containerdapi.tasks.CreateTaskRequest;
import dev.stevedore.lib.containerdapi.tasks.CreateTaskResponse;
import dev.stevedore.lib.containerdapi.tasks.DeleteResponse;
import dev.stevedore.lib.containerdapi.tasks.DeleteTaskRequest;
import dev.stevedore.lib.containerdapi.tasks.KillRequest;
import dev.stevedore.lib.containerdapi.tasks.StartRequest;
import dev.stevedore.lib.containerdapi.tasks.StartResponse;
import dev.stevedore.lib.linux.Signals;
import dev.stevedore.lib.oci.json.JsonFormatException;
import dev.stevedore.lib.oci.runtime.Process;
import dev.stevedore.lib.oci.runtime.Spec;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Starts and stops containers as a client would, in the namespace of the thread.
 *
 * @param containers remember how often they were restarted
 * @param snapshots root file systems
 * @param tasks what runs
 * @param exits know of the ends of tasks
 */
public record Restart(
    ContainersService containers, SnapshotsService snapshots, TasksService tasks, Tasks exits) {

  /** Kills what there is of a container's task, and starts one anew. */
  void start(Container container, RestartLabels labels) throws IOException {
    count(container, labels.count() + 1);
    stopIfThere(container.getId());
    CreateTaskRequest.Builder request =
        CreateTaskRequest.newBuilder().setContainerId(container.getId());
    if (!container.getSnapshotKey().isEmpty()) {
      MountsRequest mounts =
          MountsRequest.newBuilder()
              .setSnapshotter(container.getSnapshotter())
              .setKey(container.getSnapshotKey())
              .build();
      request.addAllRootfs(
          LocalCall.<MountsResponse>answer(it -> snapshots.mounts(mounts, it)).getMountsList());
    }
    if (!labels.log().isEmpty()) {
      boolean terminal = hasTerminal(container);
      request.setTerminal(terminal).setStdout(labels.log()).setStderr(terminal ? "" : labels.log());
    }
    CreateTaskResponse _ = LocalCall.answer(it -> tasks.create(request.build(), it));
    StartRequest start = StartRequest.newBuilder().setContainerId(container.getId()).build();
    StartResponse _ = LocalCall.answer(it -> tasks.start(start, it));
  }

  private void count(Container container, int count) {
    UpdateContainerRequest request =
        UpdateContainerRequest.newBuilder()
            .setContainer(
                Container.newBuilder()
                    .setId(container.getId())
                    .putLabels(RestartLabels.COUNT, Integer.toString(count)))
            .setUpdateMask(FieldMask.newBuilder().addPaths("labels." + RestartLabels.COUNT))
            .build();
    UpdateContainerResponse _ = LocalCall.answer(it -> containers.update(request, it));
  }

  private static boolean hasTerminal(Container container) throws IOException {
    try {
      return Spec.parse(
              new String(container.getSpec().getValue().toByteArray(), StandardCharsets.UTF_8))
          .process()
          .map(Process::terminal)
          .orElse(false);
    } catch (JsonFormatException e) {
      throw new IOException("its specification cannot be read: " + e.getMessage(), e);
    }
  }

  private void stopIfThere(String id) throws IOException {
    try {
      stop(id);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != io.grpc.Status.Code.NOT_FOUND) {
        throw e;
      }
    }
  }

  /** Kills a container's task, and deletes it when it has ended. */
  void stop(String id) throws IOException {
    KillRequest kill =
        KillRequest.newBuilder().setContainerId(id).setSignal(Signals.SIGKILL).setAll(true).build();
    try {
      Empty _ = LocalCall.answer(it -> tasks.kill(kill, it));
      exits.awaitEnd(RequestContext.namespace(), id);
    } catch (StatusRuntimeException e) {
      // It has ended, or was never started: it can be deleted, or that says why not.
    }
    DeleteTaskRequest delete = DeleteTaskRequest.newBuilder().setContainerId(id).build();
    DeleteResponse _ = LocalCall.answer(it -> tasks.delete(delete, it));
  }
}
