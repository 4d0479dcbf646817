package dev.stevedore.dockerd.events;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
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

  Subscription(Predicate<Event> filter, Consumer<Subscription> onClose) {
    this.filter = filter;
    this.onClose = onClose;
  }

  void offer(Event event) {
    if (filter.test(event) && !queue.offer(event)) {
      LOG.warn("a listener to events is too slow and misses {} {}", event.type(), event.action());
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
