package dev.stevedore.dockerd.network.relay;

import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.lib.linux.Datagram;
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

/**
 * Accepts connections, makes one to the container for each, and passes bytes on; likewise with
 * datagrams ({@link Flows}).
 */
public final class Relay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final int BOTH_WAYS = Epoll.EPOLLIN | Epoll.EPOLLOUT | Epoll.EPOLLET;

  private final HostNetwork host;
  private final Epoll epoll;
  private final AtomicLong keys = new AtomicLong();
  private final Map<Integer, Listener> byNumber = new ConcurrentHashMap<>();
  private final Map<Long, Listener> listeners = new ConcurrentHashMap<>();
  private final Map<Long, Connection> connections = new HashMap<>();
  private final Flows flows;
  private boolean started;
  private volatile boolean closed;

  /** Relays nothing yet. */
  public Relay(HostNetwork host) throws IOException {
    this.host = host;
    this.epoll = Epoll.create();
    this.flows = new Flows(epoll, keys::incrementAndGet, System::nanoTime);
  }

  /**
   * Begins to accept connections, or datagrams, on a bound socket, which stays the caller's.
   *
   * @param v6 whether it is a socket of IPv6
   * @param datagrams whether it is a socket of UDP; else of TCP
   * @param container where they are passed on to
   */
  public synchronized void add(
      Fd socket, boolean v6, boolean datagrams, InetAddress container, int port)
      throws IOException {
    if (datagrams) {
      if (v6) {
        Datagram.tellOwnAddress(socket);
      }
    } else {
      StreamSockets.listen(socket);
    }
    Listener listener = new Listener(keys.incrementAndGet(), socket, datagrams, container, port);
    listeners.put(listener.key(), listener);
    byNumber.put(socket.number(), listener);
    epoll.add(socket, Epoll.EPOLLIN, listener.key());
    if (!started) {
      started = true;
      Thread.ofVirtual().name("relay").start(this::enterHost);
    }
  }

  /** Accepts no more on this socket, which is about to be closed; nothing if it never did. */
  public synchronized void remove(Fd socket) {
    Listener listener = byNumber.remove(socket.number());
    if (listener != null) {
      listeners.remove(listener.key());
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
    } finally {
      flows.close();
      connections.values().forEach(Connection::close);
    }
  }

  private void run() throws LinuxException {
    while (!closed) {
      Set<Connection> touched = new HashSet<>();
      for (Epoll.Event event : epoll.await(flows.patience())) {
        Listener listener = listeners.get(event.key());
        if (listener == null) {
          Optional.ofNullable(connections.get(event.key())).ifPresent(touched::add);
          flows.answer(event.key(), this::answer);
        } else if (listener.datagrams()) {
          receive(listener);
        } else {
          accept(listener);
        }
      }
      touched.forEach(this::pump);
      flows.sweep(listener -> listeners.containsKey(listener.key()));
    }
  }

  /** Only while nobody takes the port back: its socket's number may be another file's then. */
  private synchronized void receive(Listener listener) {
    if (listeners.containsKey(listener.key())) {
      flows.receive(listener);
    }
  }

  private synchronized void answer(Listener listener, Datagram datagram, Datagram.Way way)
      throws LinuxException {
    if (listeners.containsKey(listener.key())) {
      datagram.send(listener.socket(), way);
    }
  }

  private void accept(Listener listener) throws LinuxException {
    try {
      Optional<Fd> client = StreamSockets.accept(listener.socket());
      while (client.isPresent()) {
        begin(listener, client.get());
        client = StreamSockets.accept(listener.socket());
      }
    } catch (LinuxException e) {
      if (e.errno() == Errno.EBADF || e.errno() == Errno.EINVAL) {
        return; // just taken back
      }
      LOG.warn("a connection to port {} has to wait: {}", listener.port(), e.getMessage());
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
                  StreamSockets.connect(listener.family(), listener.target(), listener.toString()));
    } catch (LinuxException e) {
      StreamSockets.failAtClose(client);
      client.close();
      LOG.warn("a connection to port {} is not relayed: {}", listener.port(), e.getMessage());
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
