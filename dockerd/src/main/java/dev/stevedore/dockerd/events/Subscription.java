package dev.stevedore.dockerd.events;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listener's queue of events. */
public final class Subscription implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
  private static final int CAPACITY = 1024;

  private final Predicate<Event> filter;
  private final Consumer<Subscription> onClose;
  private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicBoolean misses = new AtomicBoolean();

  Subscription(Predicate<Event> filter, Consumer<Subscription> onClose) {
    this.filter = filter;
    this.onClose = onClose;
  }

  /**
   * Never waits: what a full queue cannot take is lost for this listener. That is logged once,
   * until it has caught up.
   */
  void offer(Event event) {
    if (!filter.test(event)) {
      return;
    }
    if (queue.isEmpty()) {
      misses.set(false);
    }
    if (!queue.offer(event) && !misses.getAndSet(true)) {
      LOG.warn("a listener to events is too slow: it misses {} {}", event.type(), event.action());
    }
  }

  /** Waits for the next event. */
  public Event take() throws InterruptedException {
    return queue.take();
  }

  /** Waits for the next event, this many nanoseconds at most. */
  public Optional<Event> poll(long nanos) throws InterruptedException {
    return Optional.ofNullable(queue.poll(nanos, TimeUnit.NANOSECONDS));
  }

  @Override
  public void close() {
    onClose.accept(this);
  }
}
