package dev.stevedore.lib.ttrpc.jvm;

import dev.stevedore.lib.ttrpc.task.CheckpointTaskRequest;
import dev.stevedore.lib.ttrpc.task.CloseIORequest;
import dev.stevedore.lib.ttrpc.task.ConnectRequest;
import dev.stevedore.lib.ttrpc.task.ConnectResponse;
import dev.stevedore.lib.ttrpc.task.CreateTaskRequest;
import dev.stevedore.lib.ttrpc.task.CreateTaskResponse;
import dev.stevedore.lib.ttrpc.task.DeleteRequest;
import dev.stevedore.lib.ttrpc.task.DeleteResponse;
import dev.stevedore.lib.ttrpc.task.ExecProcessRequest;
import dev.stevedore.lib.ttrpc.task.KillRequest;
import dev.stevedore.lib.ttrpc.task.PauseRequest;
import dev.stevedore.lib.ttrpc.task.PidsRequest;
import dev.stevedore.lib.ttrpc.task.PidsResponse;
import dev.stevedore.lib.ttrpc.task.ResizePtyRequest;
import dev.stevedore.lib.ttrpc.task.ResumeRequest;
import dev.stevedore.lib.ttrpc.task.ShutdownRequest;
import dev.stevedore.lib.ttrpc.task.StartRequest;
import dev.stevedore.lib.ttrpc.task.StartResponse;
import dev.stevedore.lib.ttrpc.task.StateRequest;
import dev.stevedore.lib.ttrpc.task.StateResponse;
import dev.stevedore.lib.ttrpc.task.StatsRequest;
import dev.stevedore.lib.ttrpc.task.StatsResponse;
import dev.stevedore.lib.ttrpc.task.TaskRequest;
import dev.stevedore.lib.ttrpc.task.UpdateTaskRequest;
import dev.stevedore.lib.ttrpc.task.WaitRequest;
import dev.stevedore.lib.ttrpc.task.WaitResponse;
import java.io.IOException;
import java.time.Duration;

/**
 * The task service of a shim, typed. Every method throws {@link
 * dev.stevedore.lib.ttrpc.TtrpcException} with the shim's status, or {@link TtrpcClosedException}
 * when the shim is gone.
 */
public final class TaskClient {
  private final TtrpcClient client;
  private final String service;
  private final Duration limit;

  /**
   * Calls through {@code client}, which stays the caller's to close.
   *
   * @param service {@link TaskRequest#SERVICE} or {@link TaskRequest#SERVICE_V3}, by the version
   *     the shim told when it was started
   * @param limit for each call but {@link #await}; zero for none
   */
  public TaskClient(TtrpcClient client, String service, Duration limit) {
    this.client = client;
    this.service = service;
    this.limit = limit;
  }

  public StateResponse state(StateRequest request) throws IOException {
    return StateResponse.decode(call(request));
  }

  public CreateTaskResponse create(CreateTaskRequest request) throws IOException {
    return CreateTaskResponse.decode(call(request));
  }

  public StartResponse start(StartRequest request) throws IOException {
    return StartResponse.decode(call(request));
  }

  public DeleteResponse delete(DeleteRequest request) throws IOException {
    return DeleteResponse.decode(call(request));
  }

  public PidsResponse pids(PidsRequest request) throws IOException {
    return PidsResponse.decode(call(request));
  }

  public void pause(PauseRequest request) throws IOException {
    call(request);
  }

  public void resume(ResumeRequest request) throws IOException {
    call(request);
  }

  public void checkpoint(CheckpointTaskRequest request) throws IOException {
    call(request);
  }

  public void kill(KillRequest request) throws IOException {
    call(request);
  }

  public void exec(ExecProcessRequest request) throws IOException {
    call(request);
  }

  public void resizePty(ResizePtyRequest request) throws IOException {
    call(request);
  }

  public void closeIo(CloseIORequest request) throws IOException {
    call(request);
  }

  public void update(UpdateTaskRequest request) throws IOException {
    call(request);
  }

  /** {@code Wait}: blocks, without a limit, until the process has exited. */
  public WaitResponse await(WaitRequest request) throws IOException {
    return WaitResponse.decode(
        client.call(service, request.method(), request.encode(), Duration.ZERO));
  }

  public StatsResponse stats(StatsRequest request) throws IOException {
    return StatsResponse.decode(call(request));
  }

  public ConnectResponse connect(ConnectRequest request) throws IOException {
    return ConnectResponse.decode(call(request));
  }

  public void shutdown(ShutdownRequest request) throws IOException {
    call(request);
  }

  private byte[] call(TaskRequest request) throws IOException {
    return client.call(service, request.method(), request.encode(), limit);
  }
}
