package dev.stevedore.shim.task;

import dev.stevedore.lib.posix.WaitStatus;
import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.events.TaskDelete;
import dev.stevedore.lib.ttrpc.events.TaskPaused;
import dev.stevedore.lib.ttrpc.events.TaskResumed;
import dev.stevedore.lib.ttrpc.events.TaskStart;
import dev.stevedore.lib.ttrpc.options.RuncOptions;
import dev.stevedore.lib.ttrpc.task.CheckpointTaskRequest;
import dev.stevedore.lib.ttrpc.task.CloseIORequest;
import dev.stevedore.lib.ttrpc.task.DeleteRequest;
import dev.stevedore.lib.ttrpc.task.DeleteResponse;
import dev.stevedore.lib.ttrpc.task.ExecProcessRequest;
import dev.stevedore.lib.ttrpc.task.KillRequest;
import dev.stevedore.lib.ttrpc.task.ResizePtyRequest;
import dev.stevedore.lib.ttrpc.task.StartRequest;
import dev.stevedore.lib.ttrpc.task.StartResponse;
import dev.stevedore.lib.ttrpc.task.StateResponse;
import dev.stevedore.lib.ttrpc.task.TaskStatus;
import dev.stevedore.lib.ttrpc.task.UpdateTaskRequest;
import dev.stevedore.shim.rootfs.Rootfs;
import dev.stevedore.shim.rpc.Reply;
import dev.stevedore.shim.runtime.ContainerRecord;
import dev.stevedore.shim.runtime.OciRuntime;
import dev.stevedore.shim.runtime.RuntimeResult;
import dev.stevedore.shim.stdio.ProcessIo;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A container and what the task service does with it. */
final class Container {
  private final TaskContext context;
  private final String id;
  private final String bundle;
  private final OciRuntime runtime;
  private final Rootfs rootfs;
  private final TaskProcess init;
  private final Execs execs;
  private final ExitSequence exits;
  private final OperationQueue operations = new OperationQueue();
  private @Nullable Restore restore;
  private boolean created;
  private boolean paused;
  private boolean pausing;

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
    this.rootfs = rootfs;
    this.init = init;
    this.exits = new ExitSequence(context, id, init, this::killAll);
    this.execs = new Execs(context, id, bundle, options, runtime, exits);
  }

  TaskProcess init() {
    return init;
  }

  int pid() {
    return init.pid();
  }

  boolean isCreated() {
    return created;
  }

  /** The runtime has made the container, with {@code pid} as its first process. */
  void setCreated(int pid) {
    created = true;
    init.setPid(pid);
    if (!PidNamespace.isPrivate(pid)) {
      exits.setSharesPidNamespace();
    }
  }

  /** It is to be restored from a checkpoint when it is started. */
  void setRestored(Restore restore) {
    created = true;
    this.restore = restore;
  }

  void initEnded(WaitStatus status) {
    boolean wasPaused = paused;
    paused = false;
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
        status(p),
        p.stdio().stdin(),
        p.stdio().stdout(),
        p.stdio().stderr(),
        p.stdio().terminal(),
        p.exitStatus(),
        p.exitedAt(),
        execId);
  }

  void start(StartRequest request, Reply reply) {
    if (!request.execId().isEmpty()) {
      requireRunningInit();
      execs.start(request.execId(), reply);
      return;
    }
    operations.add(
        reply,
        done -> {
          if (status(init) != TaskStatus.CREATED) {
            refuse(reply, "cannot start a " + stateName() + " process");
            done.run();
            return;
          }
          Restore checkpointed = restore;
          ProcessIo io = init.io();
          if (checkpointed == null || io == null) {
            exits.startBegins();
            runtime.start(id, result -> started(result, reply, done));
          } else {
            io.whenOpened(() -> restore(checkpointed, io, reply, done));
          }
        });
  }

  private void restore(Restore checkpointed, ProcessIo io, Reply reply, Runnable done) {
    context.children().hold();
    exits.startBegins();
    checkpointed.run(
        runtime,
        io,
        outcome -> {
          switch (outcome) {
            case Restore.Outcome.Running(int pid) -> {
              restore = null;
              setCreated(pid);
              announceStart(reply);
              context.children().await(pid, this::initEnded);
            }
            case Restore.Outcome.Failed(String reason) -> reply.fail(Code.UNKNOWN, reason);
          }
          context.children().release();
          exits.startEnded();
          done.run();
        });
  }

  private void announceStart(Reply reply) {
    init.setStarted();
    context.oom().watch(id, init.pid());
    context.publisher().publish(new TaskStart(id, init.pid()));
    reply.succeed(new StartResponse(init.pid()));
  }

  private void started(RuntimeResult result, Reply reply, Runnable done) {
    switch (result) {
      case RuntimeResult.Success success -> announceStart(reply);
      case RuntimeResult.Failure(String reason) ->
          reply.fail(Code.UNKNOWN, "OCI runtime start failed: " + reason);
    }
    exits.startEnded();
    done.run();
  }

  void exec(ExecProcessRequest request, Reply reply) {
    requireRunningInit();
    if (paused) {
      throw new TtrpcException(Code.FAILED_PRECONDITION, "cannot exec in a paused state");
    }
    execs.add(request);
    reply.succeed();
  }

  void pause(Reply reply) {
    operations.add(
        reply,
        done -> {
          if (status(init) != TaskStatus.RUNNING) {
            refuse(reply, "cannot pause a " + stateName() + " container");
            done.run();
            return;
          }
          pausing = true;
          runtime.pause(
              id,
              result -> {
                pausing = false;
                finish(
                    result,
                    "pause",
                    reply,
                    ok -> {
                      paused = true;
                      context.publisher().publish(new TaskPaused(id));
                    });
                done.run();
              });
        });
  }

  void resume(Reply reply) {
    operations.add(
        reply,
        done -> {
          if (status(init) != TaskStatus.PAUSED) {
            refuse(reply, "cannot resume a " + stateName() + " container");
            done.run();
            return;
          }
          runtime.resume(
              id,
              result -> {
                finish(
                    result,
                    "resume",
                    reply,
                    ok -> {
                      paused = false;
                      context.publisher().publish(new TaskResumed(id));
                    });
                done.run();
              });
        });
  }

  void update(UpdateTaskRequest request, Reply reply) {
    operations.add(
        reply,
        done -> {
          if (status(init) == TaskStatus.STOPPED) {
            refuse(reply, "cannot update a stopped container");
            done.run();
            return;
          }
          String file = ResourcesFile.write(bundle, request.resources());
          runtime.update(
              id,
              file,
              result -> {
                ResourcesFile.delete(file);
                finish(result, "update", reply, ok -> {});
                done.run();
              });
        });
  }

  void checkpoint(CheckpointTaskRequest request, Reply reply) {
    operations.add(
        reply,
        done -> {
          TaskStatus status = status(init);
          if (status == TaskStatus.RUNNING || status == TaskStatus.PAUSED) {
            new Checkpoint(context, runtime, bundle, request).run(reply, done);
          } else {
            refuse(reply, "cannot checkpoint a " + stateName() + " container");
            done.run();
          }
        });
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
    if (!request.execId().isEmpty()) {
      execs.delete(request.execId(), reply);
      return;
    }
    operations.add(reply, done -> delete(reply, onDeleted, done));
  }

  private void delete(Reply reply, Runnable onDeleted, Runnable done) {
    if (restore != null) {
      // the runtime has never heard of it
      init.setFailed();
      deleted(new RuntimeResult.Success(""), reply, onDeleted, done);
      return;
    }
    switch (status(init)) {
      case RUNNING, PAUSED, PAUSING, UNKNOWN -> {
        refuse(reply, "cannot delete a " + stateName() + " process");
        done.run();
      }
      case CREATED -> runtime.delete(id, true, result -> deleted(result, reply, onDeleted, done));
      case STOPPED ->
          init.whenExited(
              () -> runtime.delete(id, false, result -> deleted(result, reply, onDeleted, done)));
    }
  }

  private void deleted(RuntimeResult result, Reply reply, Runnable onDeleted, Runnable done) {
    if (result instanceof RuntimeResult.Failure(String reason)
        && !reason.contains("does not exist")) {
      reply.fail(Code.UNKNOWN, "failed to delete task: " + reason);
      done.run();
      return;
    }
    // a container that was only created ends by being deleted
    init.whenExited(
        () -> {
          init.closeIo();
          execs.closeAll();
          context.oom().forget(id);
          ContainerRecord.remove(bundle);
          String problem = rootfs.unmountOrSayWhy();
          onDeleted.run();
          context
              .publisher()
              .publish(new TaskDelete(id, init.pid(), init.exitStatus(), init.exitedAt(), ""));
          if (problem.isEmpty()) {
            reply.succeed(new DeleteResponse(init.pid(), init.exitStatus(), init.exitedAt()));
          } else {
            reply.fail(Code.UNKNOWN, "failed rootfs umount: " + problem);
          }
          done.run();
        });
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

  private TaskStatus status(TaskProcess process) {
    if (process.exit() != null || process.hasFailed()) {
      return TaskStatus.STOPPED;
    }
    if (pausing) {
      return TaskStatus.PAUSING;
    }
    if (paused) {
      return TaskStatus.PAUSED;
    }
    return process.isStarted() ? TaskStatus.RUNNING : TaskStatus.CREATED;
  }

  private String stateName() {
    return switch (status(init)) {
      case CREATED -> "created";
      case RUNNING -> "running";
      case STOPPED -> "stopped";
      case PAUSED -> "paused";
      case PAUSING -> "pausing";
      case UNKNOWN -> "unknown";
    };
  }

  private void requireRunningInit() {
    if (init.exit() != null) {
      throw new TtrpcException(
          Code.FAILED_PRECONDITION,
          "container " + id + " init process is not running: failed precondition");
    }
  }

  private static void refuse(Reply reply, String why) {
    reply.fail(Code.FAILED_PRECONDITION, why + ": failed precondition");
  }

  private static void finish(
      RuntimeResult result, String verb, Reply reply, Consumer<RuntimeResult> onSuccess) {
    switch (result) {
      case RuntimeResult.Success success -> {
        onSuccess.accept(success);
        reply.succeed();
      }
      case RuntimeResult.Failure(String reason) ->
          reply.fail(Code.UNKNOWN, "OCI runtime " + verb + " failed: " + reason);
    }
  }
}
