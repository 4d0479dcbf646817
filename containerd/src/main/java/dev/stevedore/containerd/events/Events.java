package dev.stevedore.containerd.events;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import dev.stevedore.containerd.filters.Fields;
import dev.stevedore.containerd.metadata.Times;
import dev.stevedore.lib.containerdapi.types.Envelope;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Where all events pass. Publishing never waits for a subscriber: each has a queue of its own, and
 * one that stays behind too far is cut off.
 */
public final class Events {
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

  /** Publishes an event of a service. */
  public void publish(String namespace, String topic, Message event) {
    publish(namespace, topic, pack(event));
  }

  /** Publishes an event that came as an Any. */
  public void publish(String namespace, String topic, Any event) {
    forward(
        Envelope.newBuilder()
            .setTimestamp(Times.now())
            .setNamespace(namespace)
            .setTopic(topic)
            .setEvent(event)
            .build());
  }

  /** Publishes an event that is complete. */
  public void forward(Envelope envelope) {
    for (Subscription subscription : subscriptions) {
      subscription.offer(envelope);
    }
  }

  /** Begins to collect events that pass the filter; closing the subscription ends it. */
  public Subscription subscribe(Predicate<Fields> filter) {
    Subscription subscription = new Subscription(filter, subscriptions::remove);
    subscriptions.add(subscription);
    return subscription;
  }

  /** A message as an Any, under its name alone as containerd writes type URLs. */
  public static Any pack(Message message) {
    return Any.newBuilder()
        .setTypeUrl(message.getDescriptorForType().getFullName())
        .setValue(message.toByteString())
        .build();
  }
}
