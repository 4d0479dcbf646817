package dev.stevedore.shim.events;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Events that containerd has not taken yet, oldest first. When there are too many, the oldest go: a
 * containerd that was away for so long asks for the state of its tasks anyway.
 */
public final class EventQueue {
  private final int capacity;
  private final ArrayDeque<byte[]> events = new ArrayDeque<>();
  private int dropped;

  /** Keeps at most {@code capacity} events. */
  public EventQueue(int capacity) {
    this.capacity = capacity;
  }

  public void add(byte[] event) {
    if (events.size() == capacity) {
      events.removeFirst();
      dropped++;
    }
    events.add(event);
  }

  /** The oldest event, which stays until {@link #remove}; null when there is none. */
  public byte @Nullable [] first() {
    return events.peekFirst();
  }

  /** Removes {@code event} if it is still the oldest. */
  public void remove(byte[] event) {
    if (events.peekFirst() == event) {
      events.removeFirst();
    }
  }

  public boolean isEmpty() {
    return events.isEmpty();
  }

  /** How many events went because there were too many. */
  public int dropped() {
    return dropped;
  }
}
