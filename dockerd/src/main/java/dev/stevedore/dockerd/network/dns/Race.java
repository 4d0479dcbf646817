package dev.stevedore.dockerd.network.dns;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One question to several servers: the first is asked, the next one when that has failed or has
 * been silent for a while, and the first good answer counts, whoever it is from. All of it takes
 * less than the five seconds after which resolvers give up.
 *
 * <pre>
 *   0 s       1 s        2 s                  4.5 s
 *   first ────────────────────────────────────▶│
 *             second ─────────────────────────▶│  no answer: SERVFAIL
 *                        third ───────────────▶│
 * </pre>
 */
final class Race implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Race.class);

  /** How long all servers have together. */
  static final int PATIENCE_MILLIS = 4500;

  /** How long a server may be silent before the next one is asked, too. */
  static final int HEAD_START_MILLIS = 1000;

  private record Outcome(Upstream.Server server, Optional<byte[]> answer) {}

  /** Makes the sockets for a server. */
  interface Places {
    Exchange.Place of(Upstream.Server server);
  }

  private final Query query;
  private final boolean stream;
  private final Places places;
  private final Consumer<Upstream.Server> silent;
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  private final ConcurrentLinkedQueue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  /**
   * A race that has not begun.
   *
   * @param stream whether by TCP
   * @param silent told of servers that say nothing
   */
  Race(Query query, boolean stream, Places places, Consumer<Upstream.Server> silent) {
    this.query = query;
    this.stream = stream;
    this.places = places;
    this.silent = silent;
  }

  /**
   * The first good answer; nothing if there is none.
   *
   * @param servers at least one
   */
  Optional<byte[]> run(List<Upstream.Server> servers) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    Iterator<Upstream.Server> next = servers.iterator();
    Upstream.Server latest = servers.getFirst();
    int running = 0;
    while (next.hasNext() || running > 0) {
      long wait = end - System.nanoTime();
      if (next.hasNext()) {
        Upstream.Server server = next.next();
        latest = server;
        running++;
        Thread.ofVirtual().name("dns-ask").start(() -> outcomes.add(ask(server, end)));
        if (next.hasNext()) {
          wait = Math.min(wait, TimeUnit.MILLISECONDS.toNanos(HEAD_START_MILLIS));
        }
      }
      Outcome outcome = outcomes.poll(wait, TimeUnit.NANOSECONDS);
      if (outcome == null) {
        silent.accept(latest);
        if (!next.hasNext()) {
          return Optional.empty();
        }
        continue;
      }
      running--;
      if (outcome.answer.isPresent()) {
        return outcome.answer;
      }
    }
    return Optional.empty();
  }

  private Outcome ask(Upstream.Server server, long end) {
    try (Exchange exchange = Exchange.open(server.address(), stream, places.of(server))) {
      exchanges.add(exchange);
      int millis = (int) TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      byte[] answer = exchange.ask(query, Math.max(1, millis));
      return new Outcome(server, Optional.of(answer).filter(Race::isGood));
    } catch (IOException e) {
      LOG.debug("name server {}: {}", server.address(), e.getMessage());
      if (!over) {
        silent.accept(server);
      }
      return new Outcome(server, Optional.empty());
    }
  }

  /** Another server may know better than one that failed or refused. */
  private static boolean isGood(byte[] answer) {
    int code = answer[3] & 0xf;
    return code != Reply.SERVER_FAILURE && code != Reply.REFUSED;
  }

  @Override
  public void close() {
    over = true;
    for (Exchange exchange : exchanges) {
      try {
        exchange.close();
      } catch (IOException e) {
        LOG.debug("close: {}", e.getMessage());
      }
    }
  }
}
