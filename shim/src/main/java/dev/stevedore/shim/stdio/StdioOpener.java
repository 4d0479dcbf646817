package dev.stevedore.shim.stdio;

import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.shim.ShimLog;

/** Opens the stdio of processes, with what all of them share. */
public final class StdioOpener {
  private final EventLoop loop;
  private final ShimLog log;
  private final String socketPrefix;
  private final CopyBuffer buffer = new CopyBuffer();
  private int sockets;

  /**
   * Nothing is opened yet.
   *
   * @param socketPrefix console sockets are this path and a number: short, and this shim's alone
   */
  public StdioOpener(EventLoop loop, ShimLog log, String socketPrefix) {
    this.loop = loop;
    this.log = log;
    this.socketPrefix = socketPrefix;
  }

  /**
   * Opens the client's ends, and what the runtime needs for the container's.
   *
   * @param uid owner of the pipes
   * @throws dev.stevedore.lib.posix.PosixException when a FIFO is missing
   * @throws dev.stevedore.lib.ttrpc.TtrpcException for a kind of output that is not supported
   */
  public ProcessIo open(Stdio stdio, int uid, int gid) {
    return stdio.terminal()
        ? new TerminalIo(loop, buffer, log, stdio, socketPrefix + sockets++)
        : PipeIo.open(loop, buffer, log, stdio, uid, gid);
  }
}
