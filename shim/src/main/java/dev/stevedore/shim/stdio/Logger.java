package dev.stevedore.shim.stdio;

import dev.stevedore.lib.posix.Epoll;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FilesAt;
import dev.stevedore.lib.posix.Pipe;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.posix.SignalMask;
import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.shim.runtime.Children;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The logging program of one process.
 *
 * <pre>
 *   shim ── stdout ──▶ 3  program     CONTAINER_ID, CONTAINER_NAMESPACE: all of its environment
 *        ── stderr ──▶ 4
 *        ◀── ready ─── 5  closed, or written to: it listens, the container may start
 * </pre>
 *
 * <p>The end of the output is the program's sign to end; one that stays gets SIGTERM when the shim
 * ends.
 */
final class Logger {
  private static final int SIGTERM = 15;
  private static final int FIRST = 3;

  private final EventLoop loop;
  private final int pid;
  private final Fd stdout;
  private final Fd stderr;
  private @Nullable Fd ready;
  private boolean running = true;

  private Logger(EventLoop loop, int pid, Fd stdout, Fd stderr, Fd ready) {
    this.loop = loop;
    this.pid = pid;
    this.stdout = stdout;
    this.stderr = stderr;
    this.ready = ready;
  }

  /**
   * Starts the program.
   *
   * @throws TtrpcException when it cannot be executed
   */
  static Logger start(
      EventLoop loop, Children children, LogProgram program, String id, String namespace) {
    Optional<Errno> problem = FilesAt.whyNotExecutable(program.path());
    if (problem.isPresent()) {
      throw new TtrpcException(
          Code.UNKNOWN,
          "failed to start binary process: fork/exec "
              + program.path()
              + ": "
              + problem.get().message());
    }
    Pipe stdout = Pipe.open();
    Pipe stderr = Pipe.open();
    Pipe ready = Pipe.open();
    List<String> environment = List.of("CONTAINER_ID=" + id, "CONTAINER_NAMESPACE=" + namespace);
    int pid = Processes.fork();
    if (pid == 0) {
      throw become(program, environment, stdout.reader(), stderr.reader(), ready.writer());
    }
    stdout.reader().close();
    stderr.reader().close();
    ready.writer().close();
    Logger logger = new Logger(loop, pid, stdout.writer(), stderr.writer(), ready.reader());
    children.await(pid, status -> logger.running = false);
    return logger;
  }

  /** Where what the process writes goes: to be closed by whoever takes it. */
  Fd stdout() {
    return stdout;
  }

  Fd stderr() {
    return stderr;
  }

  boolean isRunning() {
    return running;
  }

  /** Calls {@code listening} when the program is ready to read. */
  void whenReady(Runnable listening) {
    Fd waiting = ready;
    if (waiting == null) {
      listening.run();
      return;
    }
    loop.add(
        waiting,
        Epoll.IN,
        events -> {
          forgetReady();
          listening.run();
        });
  }

  /** Nobody waits for it any more. */
  void forgetReady() {
    Fd waiting = ready;
    if (waiting != null) {
      ready = null;
      loop.remove(waiting);
      waiting.close();
    }
  }

  void terminate() {
    if (running) {
      Processes.kill(pid, SIGTERM);
    }
  }

  /** In the child: never returns. */
  private static RuntimeException become(
      LogProgram program, List<String> environment, Fd stdout, Fd stderr, Fd ready) {
    int executionFailed = 127;
    try {
      // first out of the way of each other
      Fd first = stdout.duplicateAbove(FIRST + 3);
      Fd second = stderr.duplicateAbove(FIRST + 3);
      Fd third = ready.duplicateAbove(FIRST + 3);
      first.duplicateTo(FIRST);
      second.duplicateTo(FIRST + 1);
      third.duplicateTo(FIRST + 2);
      SignalMask.defaultActions();
      SignalMask.clear();
      throw Processes.execute(program.path(), program.arguments(), environment);
    } catch (PosixException e) {
      return Processes.exit(executionFailed);
    }
  }
}
