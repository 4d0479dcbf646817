package dev.stevedore.containerd.tasks;

import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.filters.Fields;
import dev.stevedore.containerd.filters.Filter;
import dev.stevedore.containerd.metadata.Times;
import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.containerd.server.Rpc;
import dev.stevedore.lib.containerdapi.task.ProcessInfo;
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
import dev.stevedore.lib.containerdapi.types.Metric;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.jvm.TtrpcClosedException;
import dev.stevedore.lib.ttrpc.task.DeleteRequest;
import dev.stevedore.lib.ttrpc.task.PauseRequest;
import dev.stevedore.lib.ttrpc.task.PidsRequest;
import dev.stevedore.lib.ttrpc.task.ResumeRequest;
import dev.stevedore.lib.ttrpc.task.StatsRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The tasks service: mostly, calls are passed on to the shim of the container they name. */
public final class TasksService extends TasksGrpc.TasksImplBase {
  private final Tasks tasks;

  /** Serves these tasks. */
  public TasksService(Tasks tasks) {
    this.tasks = tasks;
  }

  private static TaskId id(String container) {
    return new TaskId(RequestContext.namespace(), container);
  }

  private Shim shim(String container) {
    return tasks.shim(id(container));
  }

  /** A call of a shim that gives nothing. */
  private interface Call {
    void run() throws IOException;
  }

  private static void pass(String container, StreamObserver<Empty> observer, Call call) {
    Rpc.answer(
        observer,
        () -> {
          try {
            call.run();
          } catch (TtrpcClosedException e) {
            throw gone(container);
          }
          return Empty.getDefaultInstance();
        });
  }

  private static Failure gone(String container) {
    return Failure.notFound("the shim of task " + container + " is gone");
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
    Rpc.answer(
        observer,
        () -> {
          String container = request.getContainerId();
          try {
            return StartResponse.newBuilder()
                .setPid(
                    shim(container)
                        .slow()
                        .start(
                            new dev.stevedore.lib.ttrpc.task.StartRequest(
                                container, request.getExecId()))
                        .pid())
                .build();
          } catch (TtrpcClosedException e) {
            throw gone(container);
          }
        });
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
    Rpc.answer(
        observer,
        () -> {
          String container = request.getContainerId();
          try {
            var response =
                shim(container).slow().delete(new DeleteRequest(container, request.getExecId()));
            return DeleteResponse.newBuilder()
                .setId(request.getExecId())
                .setPid(response.pid())
                .setExitStatus(response.exitStatus())
                .setExitedAt(Messages.fromShim(response.exitedAt()))
                .build();
          } catch (TtrpcClosedException e) {
            throw gone(container);
          }
        });
  }

  @Override
  public void get(GetRequest request, StreamObserver<GetResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          try {
            return GetResponse.newBuilder()
                .setProcess(tasks.get(id(request.getContainerId()), request.getExecId()))
                .build();
          } catch (TtrpcClosedException e) {
            throw gone(request.getContainerId());
          }
        });
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
    String container = request.getContainerId();
    pass(
        container,
        observer,
        () ->
            shim(container)
                .quick()
                .kill(
                    new dev.stevedore.lib.ttrpc.task.KillRequest(
                        container, request.getExecId(), request.getSignal(), request.getAll())));
  }

  @Override
  public void exec(ExecProcessRequest request, StreamObserver<Empty> observer) {
    String container = request.getContainerId();
    pass(
        container,
        observer,
        () ->
            shim(container)
                .slow()
                .exec(
                    new dev.stevedore.lib.ttrpc.task.ExecProcessRequest(
                        container,
                        RequestContext.requireIdentifier(request.getExecId()),
                        request.getTerminal(),
                        request.getStdin(),
                        request.getStdout(),
                        request.getStderr(),
                        Messages.toShim(Optional.of(request.getSpec())))));
  }

  @Override
  public void resizePty(ResizePtyRequest request, StreamObserver<Empty> observer) {
    String container = request.getContainerId();
    pass(
        container,
        observer,
        () ->
            shim(container)
                .quick()
                .resizePty(
                    new dev.stevedore.lib.ttrpc.task.ResizePtyRequest(
                        container, request.getExecId(), request.getWidth(), request.getHeight())));
  }

  @Override
  public void closeIO(CloseIORequest request, StreamObserver<Empty> observer) {
    String container = request.getContainerId();
    pass(
        container,
        observer,
        () ->
            shim(container)
                .quick()
                .closeIo(
                    new dev.stevedore.lib.ttrpc.task.CloseIORequest(
                        container, request.getExecId(), request.getStdin())));
  }

  @Override
  public void pause(PauseTaskRequest request, StreamObserver<Empty> observer) {
    String container = request.getContainerId();
    pass(container, observer, () -> shim(container).slow().pause(new PauseRequest(container)));
  }

  @Override
  public void resume(ResumeTaskRequest request, StreamObserver<Empty> observer) {
    String container = request.getContainerId();
    pass(container, observer, () -> shim(container).slow().resume(new ResumeRequest(container)));
  }

  @Override
  public void update(UpdateTaskRequest request, StreamObserver<Empty> observer) {
    String container = request.getContainerId();
    pass(
        container,
        observer,
        () ->
            shim(container)
                .slow()
                .update(
                    new dev.stevedore.lib.ttrpc.task.UpdateTaskRequest(
                        container,
                        Messages.toShim(Optional.of(request.getResources())),
                        request.getAnnotationsMap())));
  }

  @Override
  public void listPids(ListPidsRequest request, StreamObserver<ListPidsResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          String container = request.getContainerId();
          ListPidsResponse.Builder response = ListPidsResponse.newBuilder();
          try {
            for (var process :
                shim(container).quick().pids(new PidsRequest(container)).processes()) {
              ProcessInfo.Builder info = ProcessInfo.newBuilder().setPid(process.pid());
              Messages.fromShim(process.info()).ifPresent(info::setInfo);
              response.addProcesses(info);
            }
          } catch (TtrpcClosedException e) {
            throw gone(container);
          }
          return response.build();
        });
  }

  @Override
  public void checkpoint(
      CheckpointTaskRequest request, StreamObserver<CheckpointTaskResponse> observer) {
    Rpc.fail(observer, Failure.notImplemented("checkpointing a task"));
  }

  @Override
  public void metrics(MetricsRequest request, StreamObserver<MetricsResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          Predicate<Fields> filter = Filter.any(request.getFiltersList());
          String namespace = RequestContext.namespace();
          List<Metric> metrics = new ArrayList<>();
          for (String container : tasks.ids(namespace)) {
            if (filter.test(fieldsOf(namespace, container))) {
              metric(container).ifPresent(metrics::add);
            }
          }
          return MetricsResponse.newBuilder().addAllMetrics(metrics).build();
        });
  }

  private static Fields fieldsOf(String namespace, String container) {
    return path ->
        switch (path.getFirst()) {
          case "id" -> Fields.of(container);
          case "namespace" -> Fields.of(namespace);
          default -> Optional.empty();
        };
  }

  private Optional<Metric> metric(String container) {
    try {
      Optional<Any> data =
          Messages.fromShim(shim(container).forList().stats(new StatsRequest(container)).stats());
      return data.map(
          it -> Metric.newBuilder().setId(container).setTimestamp(Times.now()).setData(it).build());
    } catch (TtrpcException | IOException | Failure e) {
      // It ended just now, or hangs; the others are read all the same.
      return Optional.empty();
    }
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
