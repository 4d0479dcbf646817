package dev.stevedore.containerd.tasks;

import com.google.protobuf.Empty;
import dev.stevedore.containerd.containers.ContainerStore;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.containerd.server.Rpc;
import dev.stevedore.lib.containerdapi.tasks.CheckpointTaskRequest;
import dev.stevedore.lib.containerdapi.tasks.CheckpointTaskResponse;
import dev.stevedore.lib.containerdapi.tasks.CloseIORequest;
import dev.stevedore.lib.containerdapi.tasks.CreateTaskRequest;
import dev.stevedore.lib.containerdapi.tasks.CreateTaskResponse;
import dev.stevedore.lib.containerdapi.tasks.DeleteProcessRequest;
import dev.stevedore.lib.containerdapi.tasks.DeleteResponse;
import dev.stevedore.lib.containerdapi.tasks.DeleteTaskRequest;
import dev.stevedore.lib.containerdapi.tasks.ExecProcessRequest;
import dev.stevedore.lib.containerdapi.tasks.GetRequest;
import dev.stevedore.lib.containerdapi.tasks.GetResponse;
import dev.stevedore.lib.containerdapi.tasks.KillRequest;
import dev.stevedore.lib.containerdapi.tasks.ListPidsRequest;
import dev.stevedore.lib.containerdapi.tasks.ListPidsResponse;
import dev.stevedore.lib.containerdapi.tasks.ListTasksRequest;
import dev.stevedore.lib.containerdapi.tasks.ListTasksResponse;
import dev.stevedore.lib.containerdapi.tasks.MetricsRequest;
import dev.stevedore.lib.containerdapi.tasks.MetricsResponse;
import dev.stevedore.lib.containerdapi.tasks.PauseTaskRequest;
import dev.stevedore.lib.containerdapi.tasks.ResizePtyRequest;
import dev.stevedore.lib.containerdapi.tasks.ResumeTaskRequest;
import dev.stevedore.lib.containerdapi.tasks.StartRequest;
import dev.stevedore.lib.containerdapi.tasks.StartResponse;
import dev.stevedore.lib.containerdapi.tasks.TasksGrpc;
import dev.stevedore.lib.containerdapi.tasks.UpdateTaskRequest;
import dev.stevedore.lib.containerdapi.tasks.WaitRequest;
import dev.stevedore.lib.containerdapi.tasks.WaitResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** The tasks service: mostly, calls are passed on to the shim of the container they name. */
public final class TasksService extends TasksGrpc.TasksImplBase {
  private final Tasks tasks;
  private final Processes processes;
  private final TaskControl control;
  private final TaskMetrics metrics;
  private final Checkpoints checkpoints;

  /** Serves these tasks. */
  public TasksService(Tasks tasks, ContainerStore containers, CheckpointStore checkpoints) {
    this.tasks = tasks;
    this.processes = new Processes(tasks);
    this.control = new TaskControl(tasks);
    this.metrics = new TaskMetrics(tasks);
    this.checkpoints = new Checkpoints(tasks, containers, checkpoints);
  }

  private static TaskId id(String container) {
    return new TaskId(RequestContext.namespace(), container);
  }

  @Override
  public void create(CreateTaskRequest request, StreamObserver<CreateTaskResponse> observer) {
    Rpc.answer(
        observer,
        () ->
            CreateTaskResponse.newBuilder()
                .setContainerId(request.getContainerId())
                .setPid(tasks.create(id(request.getContainerId()), request))
                .build());
  }

  @Override
  public void start(StartRequest request, StreamObserver<StartResponse> observer) {
    Rpc.answer(observer, () -> processes.start(id(request.getContainerId()), request));
  }

  @Override
  public void delete(DeleteTaskRequest request, StreamObserver<DeleteResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          Exit exit = tasks.delete(id(request.getContainerId()));
          return DeleteResponse.newBuilder()
              .setPid(exit.pid())
              .setExitStatus(exit.status())
              .setExitedAt(exit.at())
              .build();
        });
  }

  @Override
  public void deleteProcess(DeleteProcessRequest request, StreamObserver<DeleteResponse> observer) {
    Rpc.answer(observer, () -> processes.delete(id(request.getContainerId()), request));
  }

  @Override
  public void get(GetRequest request, StreamObserver<GetResponse> observer) {
    Rpc.answer(
        observer,
        () ->
            GetResponse.newBuilder()
                .setProcess(tasks.get(id(request.getContainerId()), request.getExecId()))
                .build());
  }

  @Override
  public void list(ListTasksRequest request, StreamObserver<ListTasksResponse> observer) {
    Rpc.answer(
        observer,
        () ->
            ListTasksResponse.newBuilder()
                .addAllTasks(tasks.list(RequestContext.namespace()))
                .build());
  }

  @Override
  public void kill(KillRequest request, StreamObserver<Empty> observer) {
    Rpc.answer(observer, () -> processes.kill(id(request.getContainerId()), request));
  }

  @Override
  public void exec(ExecProcessRequest request, StreamObserver<Empty> observer) {
    Rpc.answer(observer, () -> processes.exec(id(request.getContainerId()), request));
  }

  @Override
  public void resizePty(ResizePtyRequest request, StreamObserver<Empty> observer) {
    Rpc.answer(observer, () -> processes.resize(id(request.getContainerId()), request));
  }

  @Override
  public void closeIO(CloseIORequest request, StreamObserver<Empty> observer) {
    Rpc.answer(observer, () -> processes.closeIo(id(request.getContainerId()), request));
  }

  @Override
  public void pause(PauseTaskRequest request, StreamObserver<Empty> observer) {
    Rpc.answer(observer, () -> control.pause(id(request.getContainerId())));
  }

  @Override
  public void resume(ResumeTaskRequest request, StreamObserver<Empty> observer) {
    Rpc.answer(observer, () -> control.resume(id(request.getContainerId())));
  }

  @Override
  public void update(UpdateTaskRequest request, StreamObserver<Empty> observer) {
    Rpc.answer(observer, () -> control.update(id(request.getContainerId()), request));
  }

  @Override
  public void listPids(ListPidsRequest request, StreamObserver<ListPidsResponse> observer) {
    Rpc.answer(observer, () -> control.pids(id(request.getContainerId())));
  }

  @Override
  public void checkpoint(
      CheckpointTaskRequest request, StreamObserver<CheckpointTaskResponse> observer) {
    Rpc.answer(
        observer,
        () -> checkpoints.take(id(request.getContainerId()), RequestContext.lease(), request));
  }

  @Override
  public void metrics(MetricsRequest request, StreamObserver<MetricsResponse> observer) {
    Rpc.answer(observer, () -> metrics.of(RequestContext.namespace(), request));
  }

  /** Takes as long as the process lives, so it leaves the call's own thread to hear of its end. */
  @Override
  public void wait(WaitRequest request, StreamObserver<WaitResponse> observer) {
    TaskId id;
    try {
      id = id(request.getContainerId());
    } catch (Failure e) {
      Rpc.fail(observer, e);
      return;
    }
    Thread waiter =
        Thread.ofVirtual()
            .name("wait " + id)
            .unstarted(
                () ->
                    Rpc.answer(
                        observer,
                        () -> {
                          Exit exit = tasks.await(id, request.getExecId());
                          return WaitResponse.newBuilder()
                              .setExitStatus(exit.status())
                              .setExitedAt(exit.at())
                              .build();
                        }));
    ((ServerCallStreamObserver<WaitResponse>) observer).setOnCancelHandler(waiter::interrupt);
    waiter.start();
  }
}
