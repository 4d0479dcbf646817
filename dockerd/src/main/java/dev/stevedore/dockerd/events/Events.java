package dev.stevedore.dockerd.events;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The engine's events: keeps the last 256, and hands each to every subscriber. Publishing never
 * waits; a subscriber that does not keep up loses events, the publisher loses nothing.
 */
public final class Events {
  private static final int KEPT = 256;

  private final Deque<Event> recent = new ArrayDeque<>(KEPT);
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

  /**
   * Publishes an event of type {@code container}; the attributes have at least {@code image} and
   * {@code name}.
   */
  public void container(String action, String id, Map<String, String> attributes) {
    publish("container", action, id, attributes);
  }

  /** Publishes an event of type {@code image}; the attributes have at least {@code name}. */
  public void image(String action, String id, Map<String, String> attributes) {
    publish("image", action, id, attributes);
  }

  /**
   * Publishes an event of now.
   *
   * @param type container, image, daemon, network or volume
   * @param action for example {@code start}
   * @param id of what it happened to
   * @param attributes what clients can filter by and show
   */
  public void publish(String type, String action, String id, Map<String, String> attributes) {
    Event event = Event.now(type, action, new Event.Actor(id, attributes));
    synchronized (recent) {
      if (recent.size() == KEPT) {
        recent.removeFirst();
      }
      recent.addLast(event);
      for (Subscription subscription : subscriptions) {
        subscription.offer(event);
      }
    }
  }

  /** Starts to listen; close the subscription to end it. */
  public Subscription subscribe(Predicate<Event> filter) {
    return subscribe(filter, Long.MAX_VALUE, new ArrayList<>());
  }

  /**
   * Starts to listen, and fetches what has happened since a time, with no gap between the two.
   *
   * @param sinceNanos nanoseconds since 1970
   * @param past where the kept events since then are added, oldest first
   */
  public Subscription subscribe(Predicate<Event> filter, long sinceNanos, List<Event> past) {
    Subscription subscription = new Subscription(filter, subscriptions::remove);
    synchronized (recent) {
      recent.stream()
          .filter(event -> event.timeNano() >= sinceNanos)
          .filter(filter)
          .forEach(past::add);
      subscriptions.add(subscription);
    }
    return subscription;
  }

  /** Returns how many listen. */
  public int subscribers() {
    return subscriptions.size();
  }
}
