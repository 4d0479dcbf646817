package dev.stevedore.shim.task;

import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.WaitStatus;
import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.events.TaskStart;
import dev.stevedore.lib.ttrpc.task.StartResponse;
import dev.stevedore.lib.ttrpc.task.TaskStatus;
import dev.stevedore.shim.rpc.Reply;
import dev.stevedore.shim.runtime.OciRuntime;
import dev.stevedore.shim.runtime.RuntimeResult;
import dev.stevedore.shim.stdio.ProcessIo;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code Start} of a container's first process, or its restoring from a checkpoint. */
final class ContainerStart {
  private final TaskContext context;
  private final String id;
  private final OciRuntime runtime;
  private final TaskProcess init;
  private final ContainerState state;
  private final ExitSequence exits;
  private final Consumer<WaitStatus> onInitEnd;
  private @Nullable Restore restore;

  /**
   * Nothing is started yet.
   *
   * @param onInitEnd told how the first process of a restored container ends
   */
  ContainerStart(
      TaskContext context,
      String id,
      OciRuntime runtime,
      TaskProcess init,
      ContainerState state,
      ExitSequence exits,
      Consumer<WaitStatus> onInitEnd) {
    this.context = context;
    this.id = id;
    this.runtime = runtime;
    this.init = init;
    this.state = state;
    this.exits = exits;
    this.onInitEnd = onInitEnd;
  }

  /** The runtime has made the container, with {@code pid} as its first process. */
  void setCreated(int pid) {
    state.setCreated();
    init.setPid(pid);
    if (!PidNamespace.isPrivate(pid)) {
      exits.setSharesPidNamespace();
    }
  }

  /** It is to be restored from a checkpoint when it is started. */
  void setRestored(Restore checkpointed) {
    state.setCreated();
    restore = checkpointed;
  }

  /** Whether the runtime has never heard of it, since it is still to be restored. */
  boolean isAwaitingRestore() {
    return restore != null;
  }

  void run(Reply reply, Runnable done) {
    if (state.status() != TaskStatus.CREATED) {
      state.refuse("start", reply, done);
      return;
    }
    Restore checkpointed = restore;
    ProcessIo io = init.io();
    try {
      init.startInput();
    } catch (PosixException e) {
      reply.fail(Code.UNKNOWN, String.valueOf(e.getMessage()));
      done.run();
      return;
    }
    if (checkpointed == null || io == null) {
      exits.startBegins();
      runtime.start(id, result -> started(result, reply, done));
    } else {
      io.whenOpened(() -> restore(checkpointed, io, reply, done));
    }
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
              announce(reply);
              context.children().await(pid, onInitEnd);
            }
            case Restore.Outcome.Failed(String reason) -> reply.fail(Code.UNKNOWN, reason);
          }
          context.children().release();
          exits.startEnded();
          done.run();
        });
  }

  private void started(RuntimeResult result, Reply reply, Runnable done) {
    switch (result) {
      case RuntimeResult.Success success -> announce(reply);
      case RuntimeResult.Failure(String reason) ->
          reply.fail(Code.UNKNOWN, "OCI runtime start failed: " + reason);
    }
    exits.startEnded();
    done.run();
  }

  private void announce(Reply reply) {
    init.setStarted();
    context.oom().watch(id, init.pid());
    context.publisher().publish(new TaskStart(id, init.pid()));
    reply.succeed(new StartResponse(init.pid()));
  }
}
