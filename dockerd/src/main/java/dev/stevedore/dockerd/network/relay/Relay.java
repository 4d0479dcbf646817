package dev.stevedore.dockerd.network.relay;

import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.dockerd.network.host.SocketAddresses;
import dev.stevedore.lib.linux.Epoll;
import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.StreamSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts connections, makes one to the container for each, and passes bytes on. */
public final class Relay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final int BOTH_WAYS = Epoll.EPOLLIN | Epoll.EPOLLOUT | Epoll.EPOLLET;

  private final HostNetwork host;
  private final Epoll epoll;
  private final AtomicLong keys = new AtomicLong();
  private final Map<Integer, Listener> byNumber = new ConcurrentHashMap<>();
  private final Map<Long, Listener> listeners = new ConcurrentHashMap<>();
  private final Map<Long, Connection> connections = new HashMap<>();
  private boolean started;
  private volatile boolean closed;

  private record Listener(long key, Fd socket, InetAddress address, int port) {}

  /** Relays nothing yet. */
  public Relay(HostNetwork host) throws IOException {
    this.host = host;
    this.epoll = Epoll.create();
  }

  /** Begins to accept connections on a bound socket, which stays the caller's. */
  public synchronized void add(Fd socket, InetAddress address, int port) throws IOException {
    StreamSockets.listen(socket);
    Listener listener = new Listener(keys.incrementAndGet(), socket, address, port);
    listeners.put(listener.key, listener);
    byNumber.put(socket.number(), listener);
    epoll.add(socket, Epoll.EPOLLIN, listener.key);
    if (!started) {
      started = true;
      Thread.ofVirtual().name("relay").start(this::enterHost);
    }
  }

  /** Accepts no more on this socket, which is about to be closed; nothing if it never did. */
  public synchronized void remove(Fd socket) {
    Listener listener = byNumber.remove(socket.number());
    if (listener != null) {
      listeners.remove(listener.key);
      try {
        epoll.remove(socket);
      } catch (LinuxException e) {
        LOG.warn("a published port cannot be taken from the relay: {}", e.getMessage());
      }
    }
  }

  private void enterHost() {
    try {
      host.call(
          () -> {
            run();
            return true;
          });
    } catch (IOException | RuntimeException e) {
      if (!closed) {
        LOG.error("ports published in IPv6 are no longer relayed", e);
      }
    }
  }

  private void run() throws LinuxException {
    while (!closed) {
      Set<Connection> touched = new HashSet<>();
      for (Epoll.Event event : epoll.await(-1)) {
        Listener listener = listeners.get(event.key());
        if (listener != null) {
          accept(listener);
        } else {
          Optional.ofNullable(connections.get(event.key())).ifPresent(touched::add);
        }
      }
      touched.forEach(this::pump);
    }
  }

  private void accept(Listener listener) throws LinuxException {
    try {
      Optional<Fd> client = StreamSockets.accept(listener.socket);
      while (client.isPresent()) {
        begin(listener, client.get());
        client = StreamSockets.accept(listener.socket);
      }
    } catch (LinuxException e) {
      if (e.errno() == Errno.EBADF || e.errno() == Errno.EINVAL) {
        return; // just taken back
      }
      LOG.warn("a connection to port {} has to wait: {}", listener.port, e.getMessage());
      pause();
    }
  }

  /** Too many files are open: what is waiting is not gone, so this would be asked at once again. */
  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void begin(Listener listener, Fd client) throws LinuxException {
    Connection connection;
    try {
      connection =
          Connection.make(
              client,
              () ->
                  StreamSockets.connect(
                      SocketAddresses.family(listener.address),
                      SocketAddresses.of(listener.address, listener.port),
                      listener.address.getHostAddress() + ":" + listener.port));
    } catch (LinuxException e) {
      StreamSockets.failAtClose(client);
      client.close();
      LOG.warn("a connection to port {} is not relayed: {}", listener.port, e.getMessage());
      return;
    }
    long key = keys.incrementAndGet();
    connections.put(key, connection);
    connection.key(key);
    epoll.add(client, BOTH_WAYS, key);
    epoll.add(connection.container(), BOTH_WAYS, key);
  }

  private void pump(Connection connection) {
    if (connection.pump()) {
      connections.remove(connection.key());
      connection.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    epoll.close();
  }
}
