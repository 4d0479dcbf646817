package dev.stevedore.containerd.events;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.errors.FailureKind;
import dev.stevedore.containerd.filters.Fields;
import dev.stevedore.lib.containerdapi.types.Envelope;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The events that one subscriber has not read yet. */
public final class Subscription implements AutoCloseable {
  private static final int MAX_UNREAD = 8192;

  private final Predicate<Fields> filter;
  private final Consumer<Subscription> onClose;
  private final BlockingQueue<Envelope> unread = new LinkedBlockingQueue<>(MAX_UNREAD);
  private volatile boolean overflowed;

  Subscription(Predicate<Fields> filter, Consumer<Subscription> onClose) {
    this.filter = filter;
    this.onClose = onClose;
  }

  void offer(Envelope envelope) {
    if (filter.test(new EventFields(envelope)) && !unread.offer(envelope)) {
      overflowed = true;
      close();
    }
  }

  /** The next event, once there is one; nothing if the time is up. */
  public Optional<Envelope> poll(long millis) throws InterruptedException {
    Envelope next = unread.poll(millis, TimeUnit.MILLISECONDS);
    if (next == null && overflowed) {
      throw Failure.of(
          FailureKind.RESOURCE_EXHAUSTED,
          "subscriber is more than " + MAX_UNREAD + " events behind");
    }
    return Optional.ofNullable(next);
  }

  @Override
  public void close() {
    onClose.accept(this);
  }
}
