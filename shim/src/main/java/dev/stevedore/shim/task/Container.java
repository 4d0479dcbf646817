package dev.stevedore.shim.task;

import dev.stevedore.lib.posix.WaitStatus;
import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.options.RuncOptions;
import dev.stevedore.lib.ttrpc.task.CheckpointTaskRequest;
import dev.stevedore.lib.ttrpc.task.CloseIORequest;
import dev.stevedore.lib.ttrpc.task.DeleteRequest;
import dev.stevedore.lib.ttrpc.task.ExecProcessRequest;
import dev.stevedore.lib.ttrpc.task.KillRequest;
import dev.stevedore.lib.ttrpc.task.ResizePtyRequest;
import dev.stevedore.lib.ttrpc.task.StartRequest;
import dev.stevedore.lib.ttrpc.task.StateResponse;
import dev.stevedore.lib.ttrpc.task.UpdateTaskRequest;
import dev.stevedore.shim.rootfs.Rootfs;
import dev.stevedore.shim.rpc.Reply;
import dev.stevedore.shim.runtime.OciRuntime;
import dev.stevedore.shim.runtime.RuntimeResult;

/**
 * A container and what the task service does with it; what takes several steps is in {@link
 * ContainerStart}, {@link ContainerChanges} and {@link ContainerDeletion}.
 */
final class Container {
  private final TaskContext context;
  private final String id;
  private final String bundle;
  private final OciRuntime runtime;
  private final TaskProcess init;
  private final Execs execs;
  private final ExitSequence exits;
  private final ContainerState state;
  private final ContainerStart start;
  private final ContainerChanges changes;
  private final ContainerDeletion deletion;
  private final OperationQueue operations = new OperationQueue();

  /** A container that its runtime has not made yet. */
  Container(
      TaskContext context,
      String id,
      String bundle,
      RuncOptions options,
      OciRuntime runtime,
      Rootfs rootfs,
      TaskProcess init) {
    this.context = context;
    this.id = id;
    this.bundle = bundle;
    this.runtime = runtime;
    this.init = init;
    this.exits = new ExitSequence(context, id, init, this::killAll);
    this.execs = new Execs(context, id, bundle, options, runtime, exits);
    this.state = new ContainerState(init);
    this.start = new ContainerStart(context, id, runtime, init, state, exits, this::initEnded);
    this.changes = new ContainerChanges(context, id, bundle, runtime, state);
    this.deletion = new ContainerDeletion(context, id, bundle, runtime, rootfs, init, execs);
  }

  TaskProcess init() {
    return init;
  }

  int pid() {
    return init.pid();
  }

  boolean isCreated() {
    return state.isCreated();
  }

  /** The runtime has made the container, with {@code pid} as its first process. */
  void setCreated(int pid) {
    start.setCreated(pid);
  }

  /** It is to be restored from a checkpoint when it is started. */
  void setRestored(Restore restore) {
    start.setRestored(restore);
  }

  void initEnded(WaitStatus status) {
    boolean wasPaused = state.isPaused();
    state.setPaused(false);
    exits.initReaped(status);
    if (wasPaused) {
      // the rest of a frozen cgroup cannot die before it is thawed
      runtime.resume(id, result -> {});
    }
  }

  /**
   * The process named {@code execId}, or the first one.
   *
   * @throws TtrpcException when there is none
   */
  TaskProcess process(String execId) {
    return execId.isEmpty() ? init : execs.get(execId);
  }

  StateResponse state(String execId) {
    TaskProcess p = process(execId);
    return new StateResponse(
        execId.isEmpty() ? id : execId,
        bundle,
        p.pid(),
        state.status(p),
        p.stdio().stdin(),
        p.stdio().stdout(),
        p.stdio().stderr(),
        p.stdio().terminal(),
        p.exitStatus(),
        p.exitedAt(),
        execId);
  }

  void start(StartRequest request, Reply reply) {
    if (request.execId().isEmpty()) {
      operations.add(reply, done -> start.run(reply, done));
    } else {
      state.requireRunningInit(id);
      execs.start(request.execId(), reply);
    }
  }

  void exec(ExecProcessRequest request, Reply reply) {
    state.requireRunningInit(id);
    if (state.isPaused()) {
      throw new TtrpcException(Code.UNKNOWN, "cannot exec in a paused state");
    }
    execs.add(request);
    reply.succeed();
  }

  void pause(Reply reply) {
    operations.add(reply, done -> changes.pause(reply, done));
  }

  void resume(Reply reply) {
    operations.add(reply, done -> changes.resume(reply, done));
  }

  void update(UpdateTaskRequest request, Reply reply) {
    operations.add(reply, done -> changes.update(request, reply, done));
  }

  void checkpoint(CheckpointTaskRequest request, Reply reply) {
    operations.add(reply, done -> changes.checkpoint(request, reply, done));
  }

  void kill(KillRequest request, Reply reply) {
    if (!request.execId().isEmpty()) {
      execs.kill(request, reply);
      return;
    }
    if (init.exit() != null && !request.all()) {
      throw new TtrpcException(Code.NOT_FOUND, "process already finished: not found");
    }
    runtime.kill(id, request.signal(), request.all(), result -> KillAnswer.give(result, reply));
  }

  void pids(Reply reply) {
    runtime.ps(id, result -> execs.answerPids(result, reply));
  }

  void stats(Reply reply) {
    reply.succeed(context.stats().of(init.pid()));
  }

  void resize(ResizePtyRequest request) {
    TaskProcess process = process(request.execId());
    if (process.io() != null && process.exit() == null) {
      process.io().resize(request.width(), request.height());
    }
  }

  void closeIo(CloseIORequest request) {
    TaskProcess process = process(request.execId());
    if (process.io() != null) {
      process.io().closeStdin();
    }
  }

  /** {@code onDeleted} is called when the container, not an exec, is gone. */
  void delete(DeleteRequest request, Reply reply, Runnable onDeleted) {
    if (request.execId().isEmpty()) {
      operations.add(
          reply, done -> deletion.run(state, start.isAwaitingRestore(), reply, onDeleted, done));
    } else {
      execs.delete(request.execId(), reply);
    }
  }

  private void killAll(Runnable done) {
    int sigkill = 9;
    runtime.kill(
        id,
        sigkill,
        true,
        result -> {
          if (result instanceof RuntimeResult.Failure(String reason)) {
            context.log().warn("kill all of " + id + ": " + reason);
          }
          done.run();
        });
  }
}
