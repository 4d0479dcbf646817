package dev.stevedore.shim.task;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.events.TaskDelete;
import dev.stevedore.lib.ttrpc.task.DeleteResponse;
import dev.stevedore.shim.rootfs.Rootfs;
import dev.stevedore.shim.rpc.Reply;
import dev.stevedore.shim.runtime.ContainerRecord;
import dev.stevedore.shim.runtime.OciRuntime;
import dev.stevedore.shim.runtime.RuntimeResult;

/**
 * {@code Delete} of a container.
 *
 * <pre>
 *   exit known ─▶ runtime delete ─▶ close stdio, forget execs ─▶ unmount rootfs ─▶ TaskDelete, answer
 * </pre>
 */
record ContainerDeletion(
    TaskContext context,
    String id,
    String bundle,
    OciRuntime runtime,
    Rootfs rootfs,
    TaskProcess init,
    Execs execs) {
  /**
   * Does it, unless the container runs.
   *
   * @param unmade the runtime has never heard of the container
   * @param onDeleted called when it is gone
   */
  void run(ContainerState state, boolean unmade, Reply reply, Runnable onDeleted, Runnable done) {
    if (unmade) {
      init.setFailed();
      deleted(new RuntimeResult.Success(""), reply, onDeleted, done);
      return;
    }
    switch (state.status()) {
      case RUNNING, PAUSED, PAUSING, UNKNOWN -> state.refuse("delete", reply, done);
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
          finish(reply, onDeleted);
          done.run();
        });
  }

  private void finish(Reply reply, Runnable onDeleted) {
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
  }
}
