package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.events.Events;
import java.util.HashMap;
import java.util.Map;

/** Publishes what happens to containers, with the attributes that Docker gives. */
final class ContainerEvents {
  private ContainerEvents() {}

  static void publish(Events events, Container container, String action) {
    publish(events, container, action, Map.of());
  }

  static void publish(Events events, Container container, String action, Map<String, String> more) {
    Map<String, String> attributes = new HashMap<>(container.definition().config().labels());
    attributes.put("image", container.definition().config().image());
    attributes.put("name", container.name());
    attributes.putAll(more);
    events.container(action, container.id(), attributes);
  }
}
