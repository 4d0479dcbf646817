package dev.stevedore.shim.stdio;

import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.shim.ShimLog;
import dev.stevedore.shim.runtime.Children;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens the stdio of processes, with what all of them share. */
public final class StdioOpener {
  private final EventLoop loop;
  private final Children children;
  private final ShimLog log;
  private final String namespace;
  private final String socketPrefix;
  private final CopyBuffer buffer = new CopyBuffer();
  private final List<Logger> loggers = new ArrayList<>();
  private int sockets;

  /**
   * Nothing is opened yet.
   *
   * @param namespace containerd's, which logging programs are told
   * @param socketPrefix console sockets are this path and a number: short, and this shim's alone
   */
  public StdioOpener(
      EventLoop loop, Children children, ShimLog log, String namespace, String socketPrefix) {
    this.loop = loop;
    this.children = children;
    this.log = log;
    this.namespace = namespace;
    this.socketPrefix = socketPrefix;
  }

  /**
   * Opens the client's ends, and what the runtime needs for the container's.
   *
   * @param id of the container or the exec, which a logging program is told
   * @param uid owner of the pipes
   * @throws dev.stevedore.lib.posix.PosixException when a FIFO is missing
   * @throws TtrpcException for a kind of output that is not supported, or a logging program that
   *     does not start
   */
  public ProcessIo open(String id, Stdio stdio, int uid, int gid) {
    ClientOutputs client;
    try {
      client = outputs(id, stdio);
    } catch (TtrpcException e) {
      throw new TtrpcException(
          e.status().code(), "failed to create init process I/O: " + e.status().message());
    }
    return stdio.terminal()
        ? new TerminalIo(loop, buffer, log, client, stdio.stdin(), socketPrefix + sockets++)
        : PipeIo.open(loop, buffer, log, client, stdio.stdin(), uid, gid);
  }

  /** Whether a logging program has not ended yet. */
  public boolean hasLoggers() {
    loggers.removeIf(logger -> !logger.isRunning());
    return !loggers.isEmpty();
  }

  /** Ends the logging programs that the end of their input did not end. */
  public void terminateLoggers() {
    loggers.forEach(Logger::terminate);
  }

  private ClientOutputs outputs(String id, Stdio stdio) {
    OutputTarget target = OutputTarget.parse(stdio.stdout());
    if (target instanceof OutputTarget.Program(LogProgram program)) {
      Logger logger = Logger.start(loop, children, program, id, namespace);
      loggers.add(logger);
      return new ClientOutputs(
          OutputSink.pipe(logger.stdout()), OutputSink.pipe(logger.stderr()), logger);
    }
    OutputSink stdout = OutputSink.open(target);
    try {
      @Nullable OutputSink stderr =
          stdio.terminal() ? null : OutputSink.open(OutputTarget.parse(stdio.stderr()));
      return new ClientOutputs(stdout, stderr, null);
    } catch (RuntimeException e) {
      if (stdout != null) {
        stdout.close();
      }
      throw e;
    }
  }
}
