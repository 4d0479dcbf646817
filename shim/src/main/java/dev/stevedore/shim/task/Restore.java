package dev.stevedore.shim.task;

import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.ttrpc.options.RuncOptions;
import dev.stevedore.lib.ttrpc.task.CreateTaskRequest;
import dev.stevedore.shim.runtime.OciRuntime;
import dev.stevedore.shim.runtime.RuntimeResult;
import dev.stevedore.shim.stdio.ProcessIo;
import java.util.function.Consumer;

/**
 * {@code Start} of a container that was created from a checkpoint: the runtime makes it and lets it
 * run in one step.
 *
 * @param request by which it was created
 * @param pidFile where the runtime is to write
 */
record Restore(CreateTaskRequest request, RuncOptions options, String pidFile) {
  /** How it went. */
  sealed interface Outcome {
    /** It runs. */
    record Running(int pid) implements Outcome {}

    /** It does not. */
    record Failed(String reason) implements Outcome {}
  }

  /** Does it; the pid must be held at the children until {@code done} has been told. */
  void run(OciRuntime runtime, ProcessIo io, Consumer<Outcome> done) {
    runtime.restore(
        request.id(),
        request.bundle(),
        pidFile,
        io.consoleSocket(),
        request.checkpoint(),
        request.parentCheckpoint(),
        options,
        io.streams(),
        result -> restored(result, io, done));
    io.closeChildEnds();
  }

  private void restored(RuntimeResult result, ProcessIo io, Consumer<Outcome> done) {
    switch (result) {
      case RuntimeResult.Failure(String reason) ->
          done.accept(new Outcome.Failed("OCI runtime restore failed: " + reason));
      case RuntimeResult.Success success ->
          io.whenReady(
              problem ->
                  done.accept(
                      problem.isEmpty()
                          ? pid()
                          : new Outcome.Failed("failed to start io copy: " + problem)));
    }
  }

  private Outcome pid() {
    try {
      return new Outcome.Running(Integer.parseInt(Files.readText(pidFile).trim()));
    } catch (PosixException | NumberFormatException e) {
      return new Outcome.Failed("failed to retrieve OCI runtime container pid: " + e.getMessage());
    }
  }
}
