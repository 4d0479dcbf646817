package dev.stevedore.dockerd.network.relay;

import dev.stevedore.lib.linux.Datagram;
import dev.stevedore.lib.linux.Epoll;
import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.Sockets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who sends datagrams to relayed ports: each client of each port has a socket of its own to the
 * container, so that answers find their way back. It is given up when neither side has sent
 * anything for as long as Docker's proxy waits, or when it has been silent longest of too many.
 *
 * <p>All of it is the relay's thread's.
 */
final class Flows {
  private static final Logger LOG = LoggerFactory.getLogger(Flows.class);
  private static final Duration SILENCE = Duration.ofSeconds(90);
  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final int MAX_FLOWS = 1024;

  /** What is taken from one socket before it is the others' turn. */
  private static final int AT_ONCE = 64;

  private final Epoll epoll;
  private final LongSupplier keys;
  private final LongSupplier nanoTime;
  private final Datagram datagram = new Datagram();

  /** The one that has been silent longest comes first. */
  private final Map<Client, Flow> flows = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<Long, Flow> byKey = new HashMap<>();
  private long lastSwept;

  private record Client(long listener, Datagram.Way way) {}

  private static final class Flow {
    final Listener listener;
    final Client client;
    final Fd container;
    final long key;
    long lastUsed;

    Flow(Listener listener, Client client, Fd container, long key) {
      this.listener = listener;
      this.client = client;
      this.container = container;
      this.key = key;
    }
  }

  Flows(Epoll epoll, LongSupplier keys, LongSupplier nanoTime) {
    this.epoll = epoll;
    this.keys = keys;
    this.nanoTime = nanoTime;
    this.lastSwept = nanoTime.getAsLong();
  }

  /** Passes on what has come to a port. */
  void receive(Listener listener) {
    try {
      for (int i = 0; i < AT_ONCE && datagram.receive(listener.socket()); i++) {
        pass(listener);
      }
    } catch (LinuxException e) {
      LOG.debug("datagrams for {}: {}", listener, e.getMessage());
    }
  }

  private void pass(Listener listener) {
    try {
      Client client = new Client(listener.key(), datagram.way());
      Flow flow = flows.get(client);
      if (flow == null) {
        flow = begin(listener, client);
      }
      flow.lastUsed = nanoTime.getAsLong();
      send(flow);
    } catch (LinuxException e) {
      LOG.debug("a datagram for {} is lost: {}", listener, e.getMessage());
    }
  }

  private void send(Flow flow) throws LinuxException {
    try {
      datagram.send(flow.container);
    } catch (LinuxException e) {
      if (e.errno() != Errno.ECONNREFUSED) {
        throw e;
      }
      // That was the answer to an earlier one: nobody listened then.
      datagram.send(flow.container);
    }
  }

  private Flow begin(Listener listener, Client client) throws LinuxException {
    if (flows.size() >= MAX_FLOWS) {
      end(flows.values().iterator().next());
    }
    Fd socket = Sockets.open(listener.family(), Sockets.SOCK_DGRAM, 0);
    try {
      Datagram.connect(socket, listener.target(), listener.toString());
      Flow flow = new Flow(listener, client, socket, keys.getAsLong());
      epoll.add(socket, Epoll.EPOLLIN, flow.key);
      flows.put(client, flow);
      byKey.put(flow.key, flow);
      return flow;
    } catch (LinuxException e) {
      socket.close();
      throw e;
    }
  }

  /** How an answer is sent: by the port's socket, if that is still open. */
  interface Answer {
    void send(Listener listener, Datagram datagram, Datagram.Way way) throws LinuxException;
  }

  /** Passes a container's answers back, if the key is that of a flow. */
  void answer(long key, Answer answer) {
    Optional.ofNullable(byKey.get(key)).ifPresent(flow -> answer(flow, answer));
  }

  private void answer(Flow flow, Answer answer) {
    try {
      for (int i = 0; i < AT_ONCE && datagram.receive(flow.container); i++) {
        flow.lastUsed = nanoTime.getAsLong();
        flows.get(flow.client);
        answer.send(flow.listener, datagram, flow.client.way());
      }
    } catch (LinuxException e) {
      LOG.debug("a datagram from {} is lost: {}", flow.listener, e.getMessage());
    }
  }

  /** How long to wait at most for anything to happen, in milliseconds; -1: for ever. */
  int patience() {
    return flows.isEmpty() ? -1 : 10_000;
  }

  /** Gives up those that are silent for too long, and those whose port is no longer published. */
  void sweep(Predicate<Listener> published) {
    long now = nanoTime.getAsLong();
    if (now - lastSwept < SWEEP.toNanos()) {
      return;
    }
    lastSwept = now;
    Iterator<Flow> all = flows.values().iterator();
    while (all.hasNext()) {
      Flow flow = all.next();
      if (now - flow.lastUsed > SILENCE.toNanos() || !published.test(flow.listener)) {
        all.remove();
        close(flow);
      }
    }
  }

  private void end(Flow flow) {
    flows.remove(flow.client);
    close(flow);
  }

  private void close(Flow flow) {
    byKey.remove(flow.key);
    flow.container.close();
  }

  /** Gives all of them up. */
  void close() {
    flows.values().forEach(flow -> flow.container.close());
    flows.clear();
    byKey.clear();
  }
}
