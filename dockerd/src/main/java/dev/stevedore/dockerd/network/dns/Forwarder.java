package dev.stevedore.dockerd.network.dns;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes one container's questions on to name servers. A container that asks a lot waits for
 * itself: so many of its questions are on their way at once, so many wait, and the rest is dropped.
 */
final class Forwarder {
  /** How many questions of a container are on their way at once. */
  private static final int AT_ONCE = 1024;

  /** How many there may be with those that wait. */
  private static final int WAITING = 4096;

  private static final int MOST_SERVERS = 3;

  /** A server that said nothing is asked last for so long. */
  private static final long SULK_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Names names;
  private final Exchange.Place host;
  private final Semaphore all;
  private final Semaphore own = new Semaphore(AT_ONCE);
  private final AtomicInteger waiting = new AtomicInteger();
  private final Map<InetSocketAddress, Long> silent = new ConcurrentHashMap<>();

  /**
   * For one container.
   *
   * @param host makes sockets in the host's network namespace
   * @param all how many questions of all containers may be on their way at once
   */
  Forwarder(Names names, Exchange.Place host, Semaphore all) {
    this.names = names;
    this.host = host;
    this.all = all;
  }

  /**
   * Asks on a thread of its own.
   *
   * @return whether there is room for it
   */
  boolean begin(Query query, java.util.function.Consumer<byte[]> answer) {
    if (waiting.incrementAndGet() > WAITING) {
      waiting.decrementAndGet();
      return false;
    }
    Thread.ofVirtual()
        .name("dns-forward")
        .start(
            () -> {
              try {
                answer.accept(forward(query, false));
              } finally {
                waiting.decrementAndGet();
              }
            });
    return true;
  }

  /** Asks, and waits for the answer, which may be an error. */
  byte[] forward(Query query, boolean stream) {
    try {
      Upstream upstream = names.upstream();
      boolean address = query.type() == Query.A || query.type() == Query.AAAA;
      if (upstream.keepsPlain() && address && query.name().indexOf('.') < 0) {
        return Reply.empty(query, 0);
      }
      if (upstream.servers().isEmpty()) {
        return Reply.empty(query, Reply.SERVER_FAILURE);
      }
      if (!enter()) {
        return Reply.empty(query, Reply.REFUSED);
      }
      try (Race race = new Race(query, stream, this::place, this::fellSilent)) {
        Optional<byte[]> answer = race.run(order(upstream.servers()));
        return answer.orElseGet(() -> Reply.empty(query, Reply.SERVER_FAILURE));
      } finally {
        own.release();
        all.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.empty(query, Reply.SERVER_FAILURE);
    }
  }

  private boolean enter() throws InterruptedException {
    if (!own.tryAcquire(Race.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
      return false;
    }
    if (!all.tryAcquire(Race.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
      own.release();
      return false;
    }
    return true;
  }

  private Exchange.Place place(Upstream.Server server) {
    return server.inside() ? names::inside : host;
  }

  private void fellSilent(Upstream.Server server) {
    silent.put(server.address(), System.nanoTime());
  }

  /** As they are told, but first those that answer. */
  private List<Upstream.Server> order(List<Upstream.Server> servers) {
    List<Upstream.Server> first = new ArrayList<>();
    List<Upstream.Server> last = new ArrayList<>();
    for (Upstream.Server server : servers.subList(0, Math.min(MOST_SERVERS, servers.size()))) {
      Long since = silent.get(server.address());
      (since == null || System.nanoTime() - since > SULK_NANOS ? first : last).add(server);
    }
    first.addAll(last);
    return first;
  }
}
