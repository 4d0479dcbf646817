package dev.stevedore.containerd.events;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.errors.FailureKind;
import dev.stevedore.containerd.filters.Fields;
import dev.stevedore.lib.containerdapi.types.Envelope;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The events that one subscriber has not read yet. */
public final class Subscription implements AutoCloseable {
  private static final int MAX_UNREAD = 8192;
  private static final long MAX_UNREAD_BYTES = 16 << 20;

  private final Predicate<Fields> filter;
  private final Consumer<Subscription> onClose;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Queue<Envelope> unread = new ArrayDeque<>();
  private long unreadBytes;
  private boolean overflowed;

  Subscription(Predicate<Fields> filter, Consumer<Subscription> onClose) {
    this.filter = filter;
    this.onClose = onClose;
  }

  void offer(Envelope envelope) {
    if (!filter.test(new EventFields(envelope))) {
      return;
    }
    lock.lock();
    try {
      long bytes = unreadBytes + envelope.getSerializedSize();
      if (unread.size() == MAX_UNREAD || (bytes > MAX_UNREAD_BYTES && !unread.isEmpty())) {
        overflowed = true;
        close();
      } else {
        unread.add(envelope);
        unreadBytes = bytes;
      }
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next event, once there is one.
   *
   * @throws Failure if the subscriber was cut off, and has read what came before
   */
  public Envelope next() throws InterruptedException {
    lock.lock();
    try {
      while (unread.isEmpty()) {
        if (overflowed) {
          throw Failure.of(
              FailureKind.RESOURCE_EXHAUSTED,
              "subscriber is more than " + MAX_UNREAD + " events or 16 MiB behind");
        }
        arrived.await();
      }
      Envelope next = unread.remove();
      unreadBytes -= next.getSerializedSize();
      return next;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    onClose.accept(this);
  }
}
