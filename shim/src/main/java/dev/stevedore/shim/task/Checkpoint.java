package dev.stevedore.shim.task;

import dev.stevedore.lib.posix.Directories;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.events.TaskCheckpointed;
import dev.stevedore.lib.ttrpc.options.CheckpointOptions;
import dev.stevedore.lib.ttrpc.task.CheckpointTaskRequest;
import dev.stevedore.lib.ttrpc.wire.Any;
import dev.stevedore.shim.rpc.Reply;
import dev.stevedore.shim.runtime.OciRuntime;
import dev.stevedore.shim.runtime.RuntimeResult;

/** {@code Checkpoint}: the runtime writes it; criu's log is kept in the bundle when it fails. */
record Checkpoint(
    TaskContext context, OciRuntime runtime, String bundle, CheckpointTaskRequest request) {
  void run(Reply reply, Runnable done) {
    CheckpointOptions options = options();
    boolean keepsWork = !options.workPath().isEmpty();
    String work = keepsWork ? options.workPath() : bundle + "/criu-work";
    Files.makeDirectories(work, 0700);
    runtime.checkpoint(
        request.id(),
        request.path(),
        work,
        options,
        result -> {
          switch (result) {
            case RuntimeResult.Success success -> {
              context.publisher().publish(new TaskCheckpointed(request.id(), request.path()));
              reply.succeed();
            }
            case RuntimeResult.Failure(String reason) -> {
              String kept = bundle + "/criu-dump.log";
              copyLog(work + "/dump.log", kept);
              int line = reason.indexOf('\n');
              reply.fail(
                  Code.UNKNOWN, (line < 0 ? reason : reason.substring(0, line)) + " path= " + kept);
            }
          }
          if (!keepsWork) {
            delete(work);
          }
          done.run();
        });
  }

  private CheckpointOptions options() {
    Any any = request.options();
    if (any == null || any.value().length == 0) {
      return CheckpointOptions.DEFAULT;
    }
    if (!any.is(CheckpointOptions.TYPE)) {
      throw new TtrpcException(
          Code.INVALID_ARGUMENT,
          "checkpoint options of type " + any.typeUrl() + " are not supported");
    }
    return CheckpointOptions.decode(any.value());
  }

  private void copyLog(String from, String to) {
    try {
      if (Files.exists(from)) {
        Files.write(to, Files.readAll(from), 0600);
      }
    } catch (PosixException e) {
      context.log().warn("failed to copy dump.log to criu-dump.log: " + e.getMessage());
    }
  }

  /** The directory has files only. */
  private void delete(String directory) {
    try {
      for (String name : Directories.list(directory)) {
        Files.deleteIfExists(directory + "/" + name);
      }
      Files.deleteDirectory(directory);
    } catch (PosixException e) {
      context.log().warn("remove " + directory + ": " + e.getMessage());
    }
  }
}
