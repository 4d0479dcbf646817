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
    if (events.size() >= capacity) {
      events.removeFirst();
      dropped++;
    }
    events.add(event);
  }

  /** Takes the oldest event out; null when there is none. */
  public byte @Nullable [] poll() {
    return events.pollFirst();
  }

  /** Puts an event back that could not be sent: it is the oldest again. */
  public void putBack(byte[] event) {
    events.addFirst(event);
  }

  public boolean isEmpty() {
    return events.isEmpty();
  }

  /** How many events went because there were too many. */
  public int dropped() {
    return dropped;
  }
}
