package dev.stevedore.lib.ttrpc.task;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.wire.Message;

/**
 * A call of the task service. The server's side is one exhaustive {@code switch} over this type.
 *
 * <pre>
 *  containerd                                shim
 *     | -- Create ----------------------------&gt; | runtime create      event TaskCreate
 *     | -- Wait (answered at the end) --------&gt; |
 *     | -- Start -----------------------------&gt; | runtime start       event TaskStart
 *     |        …                                | the process ends    event TaskExit
 *     | &lt;- answer to Wait --------------------- |
 *     | -- Delete ----------------------------&gt; | runtime delete      event TaskDelete
 *     | -- Shutdown --------------------------&gt; | exit
 * </pre>
 */
public sealed interface TaskRequest extends Message
    permits StateRequest,
        CreateTaskRequest,
        StartRequest,
        DeleteRequest,
        PidsRequest,
        PauseRequest,
        ResumeRequest,
        CheckpointTaskRequest,
        KillRequest,
        ExecProcessRequest,
        ResizePtyRequest,
        CloseIORequest,
        UpdateTaskRequest,
        WaitRequest,
        StatsRequest,
        ConnectRequest,
        ShutdownRequest {
  /** The service's name on the wire. */
  String SERVICE = "containerd.task.v2.Task";

  /** Its name in version 3 of the shim API; the messages are the same. */
  String SERVICE_V3 = "containerd.task.v3.Task";

  /** The container the call is about. */
  String id();

  /** The method's name on the wire. */
  default String method() {
    return switch (this) {
      case StateRequest r -> "State";
      case CreateTaskRequest r -> "Create";
      case StartRequest r -> "Start";
      case DeleteRequest r -> "Delete";
      case PidsRequest r -> "Pids";
      case PauseRequest r -> "Pause";
      case ResumeRequest r -> "Resume";
      case CheckpointTaskRequest r -> "Checkpoint";
      case KillRequest r -> "Kill";
      case ExecProcessRequest r -> "Exec";
      case ResizePtyRequest r -> "ResizePty";
      case CloseIORequest r -> "CloseIO";
      case UpdateTaskRequest r -> "Update";
      case WaitRequest r -> "Wait";
      case StatsRequest r -> "Stats";
      case ConnectRequest r -> "Connect";
      case ShutdownRequest r -> "Shutdown";
    };
  }

  /**
   * Reads the request of {@code method}.
   *
   * @throws TtrpcException with {@link Code#UNIMPLEMENTED} when there is no such method
   */
  static TaskRequest decode(String method, byte[] payload) {
    return switch (method) {
      case "State" -> StateRequest.decode(payload);
      case "Create" -> CreateTaskRequest.decode(payload);
      case "Start" -> StartRequest.decode(payload);
      case "Delete" -> DeleteRequest.decode(payload);
      case "Pids" -> PidsRequest.decode(payload);
      case "Pause" -> PauseRequest.decode(payload);
      case "Resume" -> ResumeRequest.decode(payload);
      case "Checkpoint" -> CheckpointTaskRequest.decode(payload);
      case "Kill" -> KillRequest.decode(payload);
      case "Exec" -> ExecProcessRequest.decode(payload);
      case "ResizePty" -> ResizePtyRequest.decode(payload);
      case "CloseIO" -> CloseIORequest.decode(payload);
      case "Update" -> UpdateTaskRequest.decode(payload);
      case "Wait" -> WaitRequest.decode(payload);
      case "Stats" -> StatsRequest.decode(payload);
      case "Connect" -> ConnectRequest.decode(payload);
      case "Shutdown" -> ShutdownRequest.decode(payload);
      default -> throw new TtrpcException(Code.UNIMPLEMENTED, "method " + SERVICE + "/" + method);
    };
  }
}
