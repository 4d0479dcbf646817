package dev.stevedore.shim.rpc;

import dev.stevedore.lib.posix.Epoll;
import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Sockets;
import dev.stevedore.shim.ShimLog;
import java.util.ArrayList;
import java.util.List;

/** The shim's listening socket. */
public final class TaskServer {
  private final EventLoop loop;
  private final Fd listener;
  private final CallHandler handler;
  private final ShimLog log;
  private final List<Connection> connections = new ArrayList<>();

  public TaskServer(EventLoop loop, Fd listener, CallHandler handler, ShimLog log) {
    this.loop = loop;
    this.listener = listener;
    this.handler = handler;
    this.log = log;
  }

  public void start() {
    listener.setNonBlocking(true);
    loop.add(listener, Epoll.IN, events -> accept());
  }

  /** Whether an answer is not yet wholly written. */
  public boolean hasOutput() {
    for (Connection connection : connections) {
      if (connection.hasOutput()) {
        return true;
      }
    }
    return false;
  }

  private void accept() {
    try {
      Fd socket = Sockets.accept(listener);
      if (socket.number() != Fd.WOULD_BLOCK) {
        Connection connection = new Connection(loop, socket, handler, log, connections::remove);
        connections.add(connection);
        connection.start();
      }
    } catch (PosixException e) {
      log.error("accept: " + e.getMessage());
    }
  }
}
