package dev.stevedore.shim.task;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.events.TaskPaused;
import dev.stevedore.lib.ttrpc.events.TaskResumed;
import dev.stevedore.lib.ttrpc.task.CheckpointTaskRequest;
import dev.stevedore.lib.ttrpc.task.TaskStatus;
import dev.stevedore.lib.ttrpc.task.UpdateTaskRequest;
import dev.stevedore.shim.rpc.Reply;
import dev.stevedore.shim.runtime.OciRuntime;
import dev.stevedore.shim.runtime.RuntimeResult;

/** What may be done to a container that runs: pause, resume, update, checkpoint. */
record ContainerChanges(
    TaskContext context, String id, String bundle, OciRuntime runtime, ContainerState state) {
  void pause(Reply reply, Runnable done) {
    if (state.status() != TaskStatus.RUNNING) {
      state.refuse("pause", reply, done);
      return;
    }
    state.setPausing(true);
    runtime.pause(
        id,
        result -> {
          state.setPausing(false);
          answer(
              result,
              "pause",
              reply,
              () -> {
                state.setPaused(true);
                context.publisher().publish(new TaskPaused(id));
              });
          done.run();
        });
  }

  void resume(Reply reply, Runnable done) {
    if (state.status() != TaskStatus.PAUSED) {
      state.refuse("resume", reply, done);
      return;
    }
    runtime.resume(
        id,
        result -> {
          answer(
              result,
              "resume",
              reply,
              () -> {
                state.setPaused(false);
                context.publisher().publish(new TaskResumed(id));
              });
          done.run();
        });
  }

  void update(UpdateTaskRequest request, Reply reply, Runnable done) {
    if (state.status() == TaskStatus.STOPPED) {
      state.refuse("update", reply, done);
      return;
    }
    String file = ResourcesFile.write(bundle, request.resources());
    runtime.update(
        id,
        file,
        result -> {
          ResourcesFile.delete(file);
          answer(result, "update", reply, () -> {});
          done.run();
        });
  }

  void checkpoint(CheckpointTaskRequest request, Reply reply, Runnable done) {
    TaskStatus status = state.status();
    if (status == TaskStatus.RUNNING || status == TaskStatus.PAUSED) {
      new Checkpoint(context, runtime, bundle, request).run(reply, done);
    } else {
      state.refuse("checkpoint", reply, done);
    }
  }

  private static void answer(RuntimeResult result, String verb, Reply reply, Runnable onSuccess) {
    switch (result) {
      case RuntimeResult.Success success -> {
        onSuccess.run();
        reply.succeed();
      }
      case RuntimeResult.Failure(String reason) ->
          reply.fail(Code.UNKNOWN, "OCI runtime " + verb + " failed: " + reason);
    }
  }
}
