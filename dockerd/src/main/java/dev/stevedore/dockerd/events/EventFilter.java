package dev.stevedore.dockerd.events;

import dev.stevedore.dockerd.api.Filters;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The filters of {@code GET /events}. A name or id may be given by its beginning. */
final class EventFilter implements Predicate<Event> {
  private static final Set<String> NAMED =
      Set.of(
          "daemon",
          "container",
          "plugin",
          "volume",
          "network",
          "node",
          "service",
          "secret",
          "config");

  /** Actions that go on after their name: {@code exec_start: sh -c ...}. */
  private static final Set<String> OPEN_ENDED =
      Set.of("health_status", "exec_create", "exec_start");

  private final Filters filters;

  EventFilter(Filters filters) {
    this.filters = filters;
  }

  @Override
  public boolean test(Event event) {
    Map<String, String> attributes = event.actor().attributes();
    return matchesAction(event.action())
        && filters.matchesExactly("type", event.type())
        && filters.matchesExactly("scope", event.scope())
        && NAMED.stream().allMatch(key -> matchesName(key, event))
        && matchesImage(event)
        && filters.matchesPairs("label", attributes);
  }

  private boolean matchesAction(String action) {
    boolean open = filters.get("event").stream().anyMatch(OPEN_ENDED::contains);
    return open ? filters.matchesPrefix("event", action) : filters.matchesExactly("event", action);
  }

  private boolean matchesName(String key, Event event) {
    return filters.matchesPrefix(key, event.actor().id())
        || filters.matchesPrefix(key, event.actor().attributes().getOrDefault("name", ""));
  }

  private boolean matchesImage(Event event) {
    String attribute = event.type().equals("image") ? "name" : "image";
    String id = event.actor().id();
    String name = event.actor().attributes().getOrDefault(attribute, "");
    return filters.matchesExactly("image", id)
        || filters.matchesExactly("image", name)
        || filters.matchesExactly("image", withoutTag(id))
        || filters.matchesExactly("image", withoutTag(name));
  }

  private static String withoutTag(String image) {
    int at = image.indexOf('@');
    String name = at < 0 ? image : image.substring(0, at);
    int colon = name.lastIndexOf(':');
    return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
  }
}
