package dev.stevedore.shim;

import dev.stevedore.lib.posix.Environment;
import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.posix.SignalMask;
import dev.stevedore.lib.ttrpc.Request;
import dev.stevedore.lib.ttrpc.sandbox.SandboxRequest;
import dev.stevedore.shim.bootstrap.SocketAddress;
import dev.stevedore.shim.events.Publisher;
import dev.stevedore.shim.oom.OomWatcher;
import dev.stevedore.shim.rpc.Reply;
import dev.stevedore.shim.rpc.TaskServer;
import dev.stevedore.shim.runtime.Children;
import dev.stevedore.shim.sandbox.SandboxService;
import dev.stevedore.shim.stats.CgroupStats;
import dev.stevedore.shim.stdio.StdioOpener;
import dev.stevedore.shim.task.TaskContext;
import dev.stevedore.shim.task.TaskService;

/** The long-lived process: everything is put together here, and the loop runs here. */
final class ShimServer {
  private static final int SIGPIPE = 13;
  private static final long FAREWELL_LIMIT_MILLIS = 5_000;

  private final EventLoop loop = new EventLoop();
  private final ShimLog log;
  private final Publisher publisher;
  private final StdioOpener stdio;
  private final TaskService service;
  private final SandboxService sandbox;
  private final TaskServer server;
  private boolean ending;
  private boolean late;

  private ShimServer(Arguments arguments, Fd listener, SocketAddress address) {
    log = ShimLog.open(arguments.id(), arguments.debug());
    Children children = new Children(loop, log, this::terminate);
    publisher =
        new Publisher(
            loop, log, Environment.variable("TTRPC_ADDRESS").orElse(""), arguments.namespace());
    stdio = new StdioOpener(loop, children, log, arguments.namespace(), address.path() + ".");
    TaskContext context =
        new TaskContext(
            arguments.namespace(),
            loop,
            children,
            stdio,
            publisher,
            new OomWatcher(loop, publisher, log),
            new CgroupStats(),
            log);
    service = new TaskService(context, this::endIfIdle);
    sandbox = new SandboxService(() -> !service.isIdle(), this::end);
    server = new TaskServer(loop, listener, this::handle, log);
    children.start();
    server.start();
  }

  private void handle(Request request, Reply reply) {
    if (request.service().equals(SandboxRequest.SERVICE)) {
      sandbox.handle(request, reply);
    } else {
      service.handle(request, reply);
    }
  }

  /** Serves until containerd says {@code Shutdown}. */
  static void run(Arguments arguments, Fd listener, SocketAddress address) {
    Processes.becomeSubreaper();
    SignalMask.ignore(SIGPIPE);
    ShimServer shim = new ShimServer(arguments, listener, address);
    while (!shim.isOver()) {
      shim.turn();
    }
    shim.stdio.terminateLoggers();
    Files.deleteIfExists(address.path());
  }

  /** A bug in one handler must not cost the container its shim, and so its life. */
  private void turn() {
    try {
      loop.turn(-1);
    } catch (RuntimeException e) {
      log.error("internal error: " + e);
    }
  }

  /**
   * SIGTERM, such as from a service manager that stops containerd, must not leave containers alone.
   */
  private void terminate() {
    if (!endIfIdle()) {
      log.warn("asked to terminate, but there are containers");
    }
  }

  private boolean endIfIdle() {
    boolean idle = service.isIdle() && !sandbox.isActive();
    if (idle) {
      end();
    }
    return idle;
  }

  private void end() {
    if (!ending) {
      ending = true;
      // Who says Shutdown is there again to take events.
      publisher.hurry();
      loop.after(FAREWELL_LIMIT_MILLIS, () -> late = true);
    }
  }

  /** Ending, with all answers, events and logs out, or no more time for them. */
  private boolean isOver() {
    return ending && (late || (!server.hasOutput() && publisher.isEmpty() && !stdio.hasLoggers()));
  }
}
