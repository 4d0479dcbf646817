package dev.stevedore.shim.task;

import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.Request;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.task.CheckpointTaskRequest;
import dev.stevedore.lib.ttrpc.task.CloseIORequest;
import dev.stevedore.lib.ttrpc.task.ConnectRequest;
import dev.stevedore.lib.ttrpc.task.ConnectResponse;
import dev.stevedore.lib.ttrpc.task.CreateTaskRequest;
import dev.stevedore.lib.ttrpc.task.DeleteRequest;
import dev.stevedore.lib.ttrpc.task.ExecProcessRequest;
import dev.stevedore.lib.ttrpc.task.KillRequest;
import dev.stevedore.lib.ttrpc.task.PauseRequest;
import dev.stevedore.lib.ttrpc.task.PidsRequest;
import dev.stevedore.lib.ttrpc.task.ResizePtyRequest;
import dev.stevedore.lib.ttrpc.task.ResumeRequest;
import dev.stevedore.lib.ttrpc.task.ShutdownRequest;
import dev.stevedore.lib.ttrpc.task.StartRequest;
import dev.stevedore.lib.ttrpc.task.StateRequest;
import dev.stevedore.lib.ttrpc.task.StatsRequest;
import dev.stevedore.lib.ttrpc.task.TaskRequest;
import dev.stevedore.lib.ttrpc.task.UpdateTaskRequest;
import dev.stevedore.lib.ttrpc.task.WaitRequest;
import dev.stevedore.shim.rpc.CallHandler;
import dev.stevedore.shim.rpc.Reply;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code containerd.task.v2.Task} and {@code v3}: finds the container and passes the request on.
 */
public final class TaskService implements CallHandler {
  private final TaskContext context;
  private final Runnable onShutdown;
  private final Map<String, Container> containers = new HashMap<>();

  /**
   * A service without containers.
   *
   * @param onShutdown the shim is to end if nothing needs it, once its answers and events are out
   */
  public TaskService(TaskContext context, Runnable onShutdown) {
    this.context = context;
    this.onShutdown = onShutdown;
  }

  @Override
  public void handle(Request request, Reply reply) {
    try {
      if (!request.service().equals(TaskRequest.SERVICE)
          && !request.service().equals(TaskRequest.SERVICE_V3)) {
        throw new TtrpcException(Code.UNIMPLEMENTED, "service " + request.service());
      }
      dispatch(TaskRequest.decode(request.method(), request.payload()), reply);
    } catch (TtrpcException e) {
      reply.fail(e.status());
    } catch (PosixException e) {
      reply.fail(Code.UNKNOWN, String.valueOf(e.getMessage()));
    }
  }

  /** Whether there is nothing this shim is needed for. */
  public boolean isIdle() {
    return containers.isEmpty();
  }

  private void dispatch(TaskRequest request, Reply reply) {
    switch (request) {
      case CreateTaskRequest r -> create(r, reply);
      case StartRequest r -> container(r.id()).start(r, reply);
      case DeleteRequest r -> delete(r, reply);
      case ExecProcessRequest r -> container(r.id()).exec(r, reply);
      case StateRequest r -> reply.succeed(container(r.id()).state(r.execId()));
      case WaitRequest r -> container(r.id()).process(r.execId()).await(reply);
      case KillRequest r -> container(r.id()).kill(r, reply);
      case PidsRequest r -> container(r.id()).pids(reply);
      case PauseRequest r -> container(r.id()).pause(reply);
      case ResumeRequest r -> container(r.id()).resume(reply);
      case UpdateTaskRequest r -> container(r.id()).update(r, reply);
      case StatsRequest r -> container(r.id()).stats(reply);
      case ResizePtyRequest r -> {
        container(r.id()).resize(r);
        reply.succeed();
      }
      case CloseIORequest r -> {
        container(r.id()).closeIo(r);
        reply.succeed();
      }
      case CheckpointTaskRequest r -> container(r.id()).checkpoint(r, reply);
      case ConnectRequest r -> connect(r, reply);
      case ShutdownRequest r -> {
        reply.succeed();
        onShutdown.run();
      }
    }
  }

  private void create(CreateTaskRequest request, Reply reply) {
    if (containers.containsKey(request.id())) {
      throw new TtrpcException(
          Code.ALREADY_EXISTS, "container " + request.id() + ": already exists");
    }
    ContainerCreation.start(
        context,
        request,
        container -> containers.put(request.id(), container),
        () -> containers.remove(request.id()),
        reply);
  }

  private void delete(DeleteRequest request, Reply reply) {
    container(request.id()).delete(request, reply, () -> containers.remove(request.id()));
  }

  private void connect(ConnectRequest request, Reply reply) {
    Container container = containers.get(request.id());
    int pid = container == null ? 0 : container.pid();
    reply.succeed(new ConnectResponse(Processes.self(), pid, ""));
  }

  private Container container(String id) {
    Container container = containers.get(id);
    if (container == null || !container.isCreated()) {
      throw new TtrpcException(Code.NOT_FOUND, "container not created: not found");
    }
    return container;
  }
}
