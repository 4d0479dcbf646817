package dev.stevedore.shim.stdio;

import dev.stevedore.lib.posix.Epoll;
import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FdPassing;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Sockets;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the runtime sends the master end of a new terminal.
 *
 * <pre>
 *   runc create --console-socket PATH ── connect ──▶ shim
 *   runc init: opens a pty             ── sendmsg, SCM_RIGHTS: master ──▶ shim
 * </pre>
 */
public final class ConsoleSocket {
  private final EventLoop loop;
  private final String path;
  private final Fd listener;
  private final Consumer<Fd> received;
  private @Nullable Fd connection;
  private boolean open = true;

  private ConsoleSocket(EventLoop loop, String path, Fd listener, Consumer<Fd> received) {
    this.loop = loop;
    this.path = path;
    this.listener = listener;
    this.received = received;
  }

  /**
   * Listens.
   *
   * @param path of the socket, at most 107 bytes; removed when done
   * @param received given the master, once
   */
  public static ConsoleSocket open(EventLoop loop, String path, Consumer<Fd> received) {
    Files.deleteIfExists(path);
    Fd listener = Sockets.listen(path, 1);
    listener.setNonBlocking(true);
    ConsoleSocket socket = new ConsoleSocket(loop, path, listener, received);
    loop.add(listener, Epoll.IN, events -> socket.accept());
    return socket;
  }

  public String path() {
    return path;
  }

  /** Stops listening and removes the socket. */
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    loop.remove(listener);
    listener.close();
    Files.deleteIfExists(path);
    if (connection != null) {
      loop.remove(connection);
      connection.close();
    }
  }

  private void accept() {
    Fd accepted = Sockets.accept(listener);
    if (accepted.number() != Fd.WOULD_BLOCK && connection == null) {
      connection = accepted;
      loop.add(accepted, Epoll.IN, events -> receive(accepted));
    }
  }

  private void receive(Fd from) {
    Optional<Fd> master;
    try {
      master = FdPassing.receive(from);
    } catch (PosixException e) {
      master = Optional.empty();
    }
    close();
    master.ifPresent(received);
  }
}
