package dev.stevedore.shim.task;

import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.events.TaskCreate;
import dev.stevedore.lib.ttrpc.events.TaskIO;
import dev.stevedore.lib.ttrpc.options.RuncOptions;
import dev.stevedore.lib.ttrpc.task.CreateTaskRequest;
import dev.stevedore.lib.ttrpc.task.CreateTaskResponse;
import dev.stevedore.shim.rootfs.Rootfs;
import dev.stevedore.shim.rpc.Reply;
import dev.stevedore.shim.runtime.ContainerRecord;
import dev.stevedore.shim.runtime.OciRuntime;
import dev.stevedore.shim.runtime.RuntimeOptionsReader;
import dev.stevedore.shim.runtime.RuntimeResult;
import dev.stevedore.shim.stdio.ProcessIo;
import dev.stevedore.shim.stdio.Stdio;
import java.util.function.Consumer;

/**
 * {@code Create}, step by step; a step that fails takes back those before it.
 *
 * <pre>
 *   options ─▶ mount rootfs ─▶ open stdio ─▶ runtime create ─▶ stdio ready ─▶ pid file
 *                                                              ─▶ TaskCreate, answer
 * </pre>
 *
 * <p>From a checkpoint, the runtime comes at Start: {@link Restore}.
 */
final class ContainerCreation {
  private final TaskContext context;
  private final CreateTaskRequest request;
  private final Reply reply;
  private final Runnable onFailure;
  private final RuncOptions options;
  private final OciRuntime runtime;
  private final Rootfs rootfs;
  private final Container container;

  private ContainerCreation(
      TaskContext context, CreateTaskRequest request, Reply reply, Runnable onFailure) {
    this.context = context;
    this.request = request;
    this.reply = reply;
    this.onFailure = onFailure;
    this.options = RuntimeOptionsReader.read(request.options());
    this.runtime =
        OciRuntime.of(context.children(), options, context.namespace(), request.bundle());
    this.rootfs = new Rootfs(request.bundle() + "/rootfs", request.rootfs());
    Stdio stdio =
        new Stdio(request.stdin(), request.stdout(), request.stderr(), request.terminal());
    this.container =
        new Container(
            context,
            request.id(),
            request.bundle(),
            options,
            runtime,
            rootfs,
            new TaskProcess("", stdio));
  }

  /**
   * Starts to create.
   *
   * @param registered told the container at once, so that its id is taken
   * @param onFailure the container is not to be; called after {@code registered}
   * @throws TtrpcException for a request that cannot be served
   */
  static void start(
      TaskContext context,
      CreateTaskRequest request,
      Consumer<Container> registered,
      Runnable onFailure,
      Reply reply) {
    ContainerCreation creation = new ContainerCreation(context, request, reply, onFailure);
    registered.accept(creation.container);
    creation.run();
  }

  private void run() {
    ProcessIo io;
    try {
      ContainerRecord.write(request.bundle(), options);
      rootfs.mount();
      io =
          context
              .stdio()
              .open(request.id(), container.init().stdio(), options.ioUid(), options.ioGid());
    } catch (PosixException e) {
      fail(String.valueOf(e.getMessage()));
      return;
    } catch (TtrpcException e) {
      undo();
      reply.fail(e.status());
      return;
    }
    container.init().setIo(io);
    if (request.checkpoint().isEmpty()) {
      io.whenOpened(() -> create(io));
    } else {
      // there is no process before Start
      container.setRestored(new Restore(request, options, pidFile()));
      succeed(0);
    }
  }

  private void create(ProcessIo io) {
    context.children().hold();
    runtime.create(
        request.id(),
        request.bundle(),
        pidFile(),
        io.consoleSocket(),
        options,
        io.streams(),
        result -> created(io, result));
    io.closeChildEnds();
  }

  private void created(ProcessIo io, RuntimeResult result) {
    switch (result) {
      case RuntimeResult.Failure(String reason) -> {
        context.children().release();
        fail("OCI runtime create failed: " + reason);
      }
      case RuntimeResult.Success success ->
          io.whenReady(
              problem -> {
                if (problem.isEmpty()) {
                  readPid();
                } else {
                  context.children().release();
                  abandon("failed to start io copy: " + problem);
                }
              });
    }
  }

  private void readPid() {
    int pid;
    try {
      pid = Integer.parseInt(Files.readText(pidFile()).trim());
    } catch (PosixException | NumberFormatException e) {
      context.children().release();
      abandon("failed to retrieve OCI runtime container pid: " + e.getMessage());
      return;
    }
    container.setCreated(pid);
    succeed(pid);
    context.children().await(pid, container::initEnded);
    context.children().release();
  }

  private void succeed(int pid) {
    context
        .publisher()
        .publish(
            new TaskCreate(
                request.id(),
                request.bundle(),
                request.rootfs(),
                new TaskIO(request.stdin(), request.stdout(), request.stderr(), request.terminal()),
                request.checkpoint(),
                pid));
    reply.succeed(new CreateTaskResponse(pid));
  }

  /** The runtime has made a container that cannot be used. */
  private void abandon(String reason) {
    runtime.delete(request.id(), true, result -> fail(reason));
  }

  private void fail(String reason) {
    undo();
    reply.fail(Code.UNKNOWN, reason);
  }

  private void undo() {
    container.init().closeIo();
    try {
      rootfs.unmount();
    } catch (PosixException e) {
      context.log().warn("failed to cleanup rootfs mount: " + e.getMessage());
    }
    onFailure.run();
  }

  private String pidFile() {
    return request.bundle() + "/init.pid";
  }
}
