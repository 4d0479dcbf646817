package dev.stevedore.dockerd.containerd;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.stevedore.lib.containerdapi.containers.Container;
import dev.stevedore.lib.containerdapi.containers.CreateContainerRequest;
import dev.stevedore.lib.containerdapi.containers.DeleteContainerRequest;
import dev.stevedore.lib.containerdapi.containers.ListContainersRequest;
import dev.stevedore.lib.containerdapi.task.Process;
import dev.stevedore.lib.containerdapi.tasks.CloseIORequest;
import dev.stevedore.lib.containerdapi.tasks.CreateTaskRequest;
import dev.stevedore.lib.containerdapi.tasks.DeleteProcessRequest;
import dev.stevedore.lib.containerdapi.tasks.DeleteResponse;
import dev.stevedore.lib.containerdapi.tasks.DeleteTaskRequest;
import dev.stevedore.lib.containerdapi.tasks.ExecProcessRequest;
import dev.stevedore.lib.containerdapi.tasks.GetRequest;
import dev.stevedore.lib.containerdapi.tasks.KillRequest;
import dev.stevedore.lib.containerdapi.tasks.ListPidsRequest;
import dev.stevedore.lib.containerdapi.tasks.ListTasksRequest;
import dev.stevedore.lib.containerdapi.tasks.MetricsRequest;
import dev.stevedore.lib.containerdapi.tasks.PauseTaskRequest;
import dev.stevedore.lib.containerdapi.tasks.ResizePtyRequest;
import dev.stevedore.lib.containerdapi.tasks.ResumeTaskRequest;
import dev.stevedore.lib.containerdapi.tasks.StartRequest;
import dev.stevedore.lib.containerdapi.tasks.UpdateTaskRequest;
import dev.stevedore.lib.containerdapi.types.Metric;
import dev.stevedore.lib.containerdapi.types.Mount;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * containerd's containers and their processes, in the few steps that dockerd needs. A process is
 * named by its container's id and its own; the container's first process has the empty id.
 */
public final class TaskService {
  private static final String SPEC = "types.containerd.io/opencontainers/runtime-spec/1/Spec";
  private static final String PROCESS = "types.containerd.io/opencontainers/runtime-spec/1/Process";
  private static final String RESOURCES =
      "types.containerd.io/opencontainers/runtime-spec/1/LinuxResources";

  /** The label that tells this daemon's containers from those of others in the same namespace. */
  static final String OWNER = "dev.stevedore.data-root";

  private final ContainerdClient containerd;
  private final String owner;

  /**
   * Makes the service.
   *
   * @param owner the data root, by which a daemon knows its containers again
   */
  public TaskService(ContainerdClient containerd, String owner) {
    this.containerd = containerd;
    this.owner = owner;
  }

  /** The FIFOs of a process, and whether it has a terminal. */
  public record Stdio(String stdin, String stdout, String stderr, boolean terminal) {}

  /** How a process ended. */
  public record Exit(int status, Instant at) {}

  /** Registers a container; one left from an earlier run is replaced. */
  public void createContainer(
      String id,
      String image,
      String runtime,
      Any options,
      String spec,
      String snapshotter,
      String snapshotKey) {
    Container container =
        Container.newBuilder()
            .setId(id)
            .putLabels(OWNER, owner)
            .setImage(image)
            .setRuntime(Container.Runtime.newBuilder().setName(runtime).setOptions(options))
            .setSpec(any(SPEC, spec))
            .setSnapshotter(snapshotter)
            .setSnapshotKey(snapshotKey)
            .build();
    CreateContainerRequest request =
        CreateContainerRequest.newBuilder().setContainer(container).build();
    try {
      containerd.containers().create(request);
    } catch (StatusRuntimeException e) {
      if (!GrpcErrors.isAlreadyExists(e)) {
        throw e;
      }
      deleteContainer(id);
      containerd.containers().create(request);
    }
  }

  /** The ids of this daemon's containers that containerd knows. */
  public List<String> containers() {
    return containerd
        .containers()
        .list(
            ListContainersRequest.newBuilder()
                .addFilters("labels.\"" + OWNER + "\"==\"" + owner + "\"")
                .build())
        .getContainersList()
        .stream()
        .map(Container::getId)
        .toList();
  }

  /** Forgets a container, if it is known. */
  public void deleteContainer(String id) {
    try {
      containerd.containers().delete(DeleteContainerRequest.newBuilder().setId(id).build());
    } catch (StatusRuntimeException e) {
      if (!GrpcErrors.isNotFound(e)) {
        throw e;
      }
    }
  }

  /**
   * Starts a shim and makes the container; its process waits for {@link #start}.
   *
   * @return its process id on the host
   */
  public int create(String id, List<Mount> rootfs, Stdio stdio, Any options) {
    return containerd
        .tasks()
        .create(
            CreateTaskRequest.newBuilder()
                .setContainerId(id)
                .addAllRootfs(rootfs)
                .setStdin(stdio.stdin())
                .setStdout(stdio.stdout())
                .setStderr(stdio.stderr())
                .setTerminal(stdio.terminal())
                .setOptions(options)
                .build())
        .getPid();
  }

  /**
   * Lets a created process run.
   *
   * @return its process id on the host
   */
  public int start(String id, String process) {
    return containerd
        .tasks()
        .start(StartRequest.newBuilder().setContainerId(id).setExecId(process).build())
        .getPid();
  }

  /** Adds a process to a running container. */
  public void exec(String id, String process, String spec, Stdio stdio) {
    containerd
        .tasks()
        .exec(
            ExecProcessRequest.newBuilder()
                .setContainerId(id)
                .setExecId(process)
                .setStdin(stdio.stdin())
                .setStdout(stdio.stdout())
                .setStderr(stdio.stderr())
                .setTerminal(stdio.terminal())
                .setSpec(any(PROCESS, spec))
                .build());
  }

  /** Removes a container's task after its end, and its shim with it; empty if there is none. */
  public Optional<Exit> delete(String id) {
    try {
      return Optional.of(
          exit(
              containerd
                  .tasks()
                  .delete(DeleteTaskRequest.newBuilder().setContainerId(id).build())));
    } catch (StatusRuntimeException e) {
      if (GrpcErrors.isNotFound(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Removes an added process after its end; empty if there is none. */
  public Optional<Exit> deleteProcess(String id, String process) {
    try {
      return Optional.of(
          exit(
              containerd
                  .tasks()
                  .deleteProcess(
                      DeleteProcessRequest.newBuilder()
                          .setContainerId(id)
                          .setExecId(process)
                          .build())));
    } catch (StatusRuntimeException e) {
      if (GrpcErrors.isNotFound(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Exit exit(DeleteResponse response) {
    return new Exit(response.getExitStatus(), instant(response.getExitedAt()));
  }

  /** A process as containerd knows it; empty if it knows none. */
  public Optional<Process> get(String id, String process) {
    try {
      return Optional.of(
          containerd
              .tasks()
              .get(GetRequest.newBuilder().setContainerId(id).setExecId(process).build())
              .getProcess());
    } catch (StatusRuntimeException e) {
      if (GrpcErrors.isNotFound(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The first processes of all containers in the namespace. */
  public List<Process> list() {
    return containerd.tasks().list(ListTasksRequest.getDefaultInstance()).getTasksList();
  }

  /**
   * Sends a signal.
   *
   * @return false if the process has ended
   */
  public boolean kill(String id, String process, int signal) {
    try {
      containerd
          .tasks()
          .kill(
              KillRequest.newBuilder()
                  .setContainerId(id)
                  .setExecId(process)
                  .setSignal(signal)
                  .build());
      return true;
    } catch (StatusRuntimeException e) {
      if (GrpcErrors.isNotFound(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Tells the shim that no more stdin will come. */
  public void closeStdin(String id, String process) {
    containerd
        .tasks()
        .closeIO(
            CloseIORequest.newBuilder()
                .setContainerId(id)
                .setExecId(process)
                .setStdin(true)
                .build());
  }

  /** Sets the size of a process's terminal, in characters. */
  public void resize(String id, String process, int width, int height) {
    containerd
        .tasks()
        .resizePty(
            ResizePtyRequest.newBuilder()
                .setContainerId(id)
                .setExecId(process)
                .setWidth(width)
                .setHeight(height)
                .build());
  }

  /** Freezes a container. */
  public void pause(String id) {
    containerd.tasks().pause(PauseTaskRequest.newBuilder().setContainerId(id).build());
  }

  /** Thaws a container. */
  public void resume(String id) {
    containerd.tasks().resume(ResumeTaskRequest.newBuilder().setContainerId(id).build());
  }

  /**
   * Changes the limits of a container that runs.
   *
   * @param resources {@code linux.resources} of the runtime spec, as JSON
   */
  public void update(String id, String resources) {
    containerd
        .tasks()
        .update(
            UpdateTaskRequest.newBuilder()
                .setContainerId(id)
                .setResources(any(RESOURCES, resources))
                .build());
  }

  /** The process ids of a container, on the host. */
  public List<Integer> pids(String id) {
    return containerd
        .tasks()
        .listPids(ListPidsRequest.newBuilder().setContainerId(id).build())
        .getProcessesList()
        .stream()
        .map(process -> process.getPid())
        .toList();
  }

  /** What a container uses; empty if it does not run. */
  public Optional<Metric> metrics(String id) {
    return containerd
        .tasks()
        .metrics(MetricsRequest.newBuilder().addFilters("id==" + id).build())
        .getMetricsList()
        .stream()
        .filter(metric -> metric.getId().equals(id))
        .findFirst();
  }

  private static Any any(String type, String json) {
    return Any.newBuilder().setTypeUrl(type).setValue(ByteString.copyFromUtf8(json)).build();
  }

  /** A time; 1970 if it is not set. */
  public static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }
}
