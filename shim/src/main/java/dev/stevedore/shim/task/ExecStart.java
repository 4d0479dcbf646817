package dev.stevedore.shim.task;

import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.events.TaskExecStarted;
import dev.stevedore.lib.ttrpc.options.RuncOptions;
import dev.stevedore.lib.ttrpc.task.StartResponse;
import dev.stevedore.shim.rpc.Reply;
import dev.stevedore.shim.runtime.OciRuntime;
import dev.stevedore.shim.runtime.RuntimeResult;
import dev.stevedore.shim.stdio.ProcessIo;

/**
 * {@code Start} of an added process.
 *
 * <pre>
 *   open stdio ─▶ runtime exec --detach ─▶ stdio ready ─▶ pid file ─▶ TaskExecStarted, answer
 * </pre>
 */
final class ExecStart {
  private final TaskContext context;
  private final String containerId;
  private final RuncOptions options;
  private final OciRuntime runtime;
  private final ExitSequence exits;
  private final TaskProcess process;
  private final String specFile;
  private final String pidFile;
  private final Reply reply;

  /**
   * Nothing is done yet.
   *
   * @param specFile with the OCI {@code process}; removed when the runtime has read it
   * @param pidFile where the runtime is to write
   */
  ExecStart(
      TaskContext context,
      String containerId,
      RuncOptions options,
      OciRuntime runtime,
      ExitSequence exits,
      TaskProcess process,
      String specFile,
      String pidFile,
      Reply reply) {
    this.context = context;
    this.containerId = containerId;
    this.options = options;
    this.runtime = runtime;
    this.exits = exits;
    this.process = process;
    this.specFile = specFile;
    this.pidFile = pidFile;
    this.reply = reply;
  }

  void run() {
    ProcessIo io;
    try {
      io =
          context.stdio().open(process.execId(), process.stdio(), options.ioUid(), options.ioGid());
      io.startInput();
    } catch (PosixException e) {
      reply.fail(Code.UNKNOWN, String.valueOf(e.getMessage()));
      return;
    } catch (TtrpcException e) {
      reply.fail(e.status());
      return;
    }
    process.setStarted();
    process.setIo(io);
    exits.execBegins();
    io.whenOpened(() -> execute(io));
  }

  private void execute(ProcessIo io) {
    context.children().hold();
    runtime.exec(
        containerId,
        specFile,
        pidFile,
        io.consoleSocket(),
        io.streams(),
        result -> started(io, result));
    io.closeChildEnds();
  }

  private void started(ProcessIo io, RuntimeResult result) {
    Files.deleteIfExists(specFile);
    switch (result) {
      case RuntimeResult.Failure(String reason) -> fail("OCI runtime exec failed: " + reason);
      case RuntimeResult.Success success ->
          io.whenReady(
              problem -> {
                if (problem.isEmpty()) {
                  succeed();
                } else {
                  fail("failed to start io copy: " + problem);
                }
              });
    }
  }

  private void succeed() {
    int pid;
    try {
      pid = Integer.parseInt(Files.readText(pidFile).trim());
      Files.deleteIfExists(pidFile);
    } catch (PosixException | NumberFormatException e) {
      fail("failed to retrieve OCI runtime exec pid: " + e.getMessage());
      return;
    }
    process.setPid(pid);
    context.publisher().publish(new TaskExecStarted(containerId, process.execId(), pid));
    reply.succeed(new StartResponse(pid));
    context.children().await(pid, status -> exits.execReaped(process, status));
    context.children().release();
    exits.execStarted();
  }

  private void fail(String reason) {
    context.children().release();
    process.closeIo();
    process.setFailed();
    reply.fail(Code.UNKNOWN, reason);
    exits.execFailed();
  }
}
