package dev.stevedore.dockerd.endpoints;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Filters;
import dev.stevedore.dockerd.container.Container;
import dev.stevedore.dockerd.container.ContainerRegistry;
import dev.stevedore.dockerd.container.Definition;
import dev.stevedore.dockerd.container.EngineParts;
import dev.stevedore.dockerd.container.State;
import dev.stevedore.dockerd.image.ImageStore;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code docker ps}: which containers are shown, and how. */
final class ContainerList {
  private static final Set<String> FILTERS =
      Set.of(
          "ancestor",
          "before",
          "exited",
          "expose",
          "health",
          "id",
          "is-task",
          "isolation",
          "label",
          "name",
          "network",
          "publish",
          "since",
          "status",
          "volume");
  private static final Set<String> STATUSES =
      Set.of("created", "running", "paused", "restarting", "removing", "exited", "dead");

  private static final List<String> HEALTHS = List.of("none", "starting", "healthy", "unhealthy");

  private final ContainerRegistry registry;
  private final ImageStore images;

  ContainerList(ContainerRegistry registry, ImageStore images) {
    this.registry = registry;
    this.images = images;
  }

  /** What is asked for: stopped ones too, at most so many (0: all), those that pass the filters. */
  record Wish(boolean all, long limit, Filters filters) {}

  /** The containers, the newest first. */
  List<Container> select(Wish wish) {
    Filters filters = wish.filters().accepting(FILTERS);
    for (String status : filters.get("status")) {
      if (!STATUSES.contains(status)) {
        throw new ApiException.BadParameter("invalid filter 'status=" + status + "'");
      }
    }
    for (String health : filters.get("health")) {
      if (!HEALTHS.contains(health)) {
        throw new ApiException.BadParameter(
            "invalid filter 'health=%1$s': invalid value for health (%1$s): must be one of %2$s"
                .formatted(health, String.join(", ", HEALTHS)));
      }
    }
    for (String key : List.of("expose", "publish")) {
      filters.get(key).forEach(port -> PortFilter.check(key, port));
    }
    Set<Integer> exitCodes = new HashSet<>();
    for (String code : filters.get("exited")) {
      try {
        exitCodes.add(Integer.valueOf(code));
      } catch (NumberFormatException e) {
        throw new ApiException.BadParameter("invalid filter 'exited=" + code + "'", e);
      }
    }
    boolean all = wish.all() || wish.limit() > 0 || filters.has("status") || filters.has("exited");
    Optional<Container> before = named(filters, "before");
    Optional<Container> since = named(filters, "since");
    Set<String> ancestors = ancestors(filters);
    List<Container> sorted = new ArrayList<>(registry.all());
    sorted.sort(Comparator.comparing((Container c) -> c.definition().created()).reversed());
    List<Container> result = new ArrayList<>();
    for (Container container : sorted) {
      State state = container.state();
      boolean shown =
          (all || state.isRunning() || state.status() == State.Status.RESTARTING)
              && matches(container, filters)
              && before.map(b -> created(container).isBefore(created(b))).orElse(true)
              && since.map(s -> created(container).isAfter(created(s))).orElse(true)
              && (exitCodes.isEmpty()
                  || (exitCodes.contains(state.exitCode())
                      && !state.isRunning()
                      && !state.startedAt().equals(State.NEVER)))
              && (!filters.has("ancestor") || ancestors.contains(container.definition().imageId()));
      if (shown) {
        result.add(container);
      }
      if (wish.limit() > 0 && result.size() == wish.limit()) {
        break;
      }
    }
    return result;
  }

  private static Instant created(Container container) {
    return container.definition().created();
  }

  private Optional<Container> named(Filters filters, String key) {
    return filters.get(key).stream().findFirst().map(registry::find);
  }

  private Set<String> ancestors(Filters filters) {
    Set<String> ids = new HashSet<>();
    for (String name : filters.get("ancestor")) {
      try {
        ids.add(images.find(name).id().toString());
      } catch (ApiException.NotFound e) {
        ids.add(name); // an image that is not here has no containers
      }
    }
    return ids;
  }

  private static boolean matches(Container container, Filters filters) {
    Definition definition = container.definition();
    String network = definition.host().networkMode();
    return filters.matchesPrefix("id", container.id())
        && nameMatches(container, filters)
        && filters.matchesPairs("label", definition.config().labels())
        && filters.matchesExactly("status", container.state().status().label())
        && (!filters.has("network") || filters.get("network").contains(network))
        && (!filters.has("volume")
            || definition.mounts().stream()
                .anyMatch(
                    mount ->
                        filters.get("volume").contains(mount.destination())
                            || filters.get("volume").contains(mount.name())))
        && (!filters.has("expose")
            || isAmong(definition.config().exposedPorts(), filters.get("expose")))
        && (!filters.has("publish")
            || isAmong(definition.host().publishedPorts(), filters.get("publish")))
        && filters.matchesExactly(
            "health", container.health().map(health -> health.status().label()).orElse("none"))
        && !filters.isTrue("is-task", false);
  }

  private static boolean nameMatches(Container container, Filters filters) {
    return filters.matchesPattern("name", container.name())
        || filters.matchesPattern("name", "/" + container.name());
  }

  /** Whether one of the ports ({@code 80/tcp}) is what one of the filters wants. */
  private static boolean isAmong(Collection<String> ports, Set<String> wanted) {
    return wanted.stream()
        .map(PortFilter::parse)
        .anyMatch(filter -> ports.stream().anyMatch(filter::accepts));
  }

  /** One line of the list; the sizes are added by the caller. */
  static ObjectNode view(Container container, EngineParts engine, Instant now) {
    ContainerFacts facts = engine.facts(container);
    Definition definition = container.definition();
    State state = container.state();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("Id", container.id());
    json.putArray("Names").add("/" + container.name());
    json.put("Image", definition.config().image());
    json.put("ImageID", definition.imageId());
    json.put("Command", command(definition));
    json.put("Created", definition.created().getEpochSecond());
    json.set("Ports", engine.networks().ports(facts));
    ObjectNode labels = json.putObject("Labels");
    definition.config().labels().forEach(labels::put);
    json.put("State", state.status().label());
    json.put("Status", StatusText.of(state, container.health(), now));
    ObjectNode host = json.putObject("HostConfig");
    host.put("NetworkMode", definition.host().networkMode());
    Map<String, String> annotations = definition.host().view().stringMap("Annotations");
    if (!annotations.isEmpty()) {
      annotations.forEach(host.putObject("Annotations")::put);
    }
    json.putObject("NetworkSettings")
        .set("Networks", engine.networks().settings(facts).path("Networks"));
    json.set("Mounts", InspectView.mounts(definition));
    definition.imageManifest().ifPresent(manifest -> json.set("ImageManifestDescriptor", manifest));
    return json;
  }

  private static String command(Definition definition) {
    StringBuilder text = new StringBuilder();
    for (String word : definition.config().commandLine()) {
      text.append(text.isEmpty() ? "" : " ");
      text.append(word.contains(" ") || word.isEmpty() ? "'" + word + "'" : word);
    }
    return text.toString();
  }
}
