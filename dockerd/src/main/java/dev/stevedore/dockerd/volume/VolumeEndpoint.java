package dev.stevedore.dockerd.volume;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.Filters;
import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.container.config.JsonObjectView;
import dev.stevedore.dockerd.events.Events;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** {@code /volumes}. */
public final class VolumeEndpoint {
  private static final Set<String> FILTERS = Set.of("dangling", "name", "driver", "label");
  private static final Set<String> PRUNE_FILTERS = Set.of("label", "label!", "all");

  private final Volumes volumes;
  private final Events events;
  private final Supplier<String> newName;

  /**
   * Serves volumes.
   *
   * @param newName names for volumes that nobody names
   */
  public VolumeEndpoint(Volumes volumes, Events events, Supplier<String> newName) {
    this.volumes = volumes;
    this.events = events;
    this.newName = newName;
  }

  /** Adds the routes. */
  public void register(Router router) {
    router.get("/volumes", this::list);
    router.get("/volumes/{name}", this::inspect);
    router.post("/volumes/create", this::create);
    router.post("/volumes/prune", this::prune);
    router.put("/volumes/{name}", this::update);
    router.delete("/volumes/{name}", this::remove);
  }

  private void list(Exchange exchange) throws IOException {
    Filters filters = exchange.query().filters().accepting(FILTERS);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode all = answer.putArray("Volumes");
    List<String> warnings = new ArrayList<>();
    for (Volume volume : volumes.listed(warnings)) {
      boolean unused = volumes.references(volume.name()) == 0;
      if (filters.matchesPattern("name", volume.name())
          && filters.matchesExactly("driver", volume.driver())
          && filters.matchesPairs("label", volume.labelMap())
          && (!filters.has("dangling") || filters.isTrue("dangling", false) == unused)) {
        all.add(VolumeViews.listed(volume, volumes));
      }
    }
    if (warnings.isEmpty()) {
      answer.putNull("Warnings");
    } else {
      warnings.forEach(answer.putArray("Warnings")::add);
    }
    exchange.respond(answer);
  }

  private void inspect(Exchange exchange) throws IOException {
    exchange.respond(VolumeViews.of(volumes.find(exchange.path("name")), volumes));
  }

  private void create(Exchange exchange) throws IOException {
    JsonObjectView body =
        new JsonObjectView(
            exchange
                .json(ObjectNode.class)
                .orElseThrow(
                    () ->
                        new ApiException.BadParameter(
                            "invalid JSON: got EOF while reading request body")));
    if (!JsonObjectView.isZero(body.node("ClusterVolumeSpec"))) {
      throw new ApiException.Unavailable(
          "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to"
              + " connect this node to swarm and try again.");
    }
    String name = body.string("Name");
    Optional<Map<String, String>> labels = map(body, "Labels");
    if (name.isEmpty()) {
      name = newName.get();
      Map<String, String> marked = new HashMap<>(labels.orElse(Map.of()));
      marked.put(Volume.ANONYMOUS_LABEL, "");
      labels = Optional.of(marked);
    }
    Volume made = volumes.create(name, body.string("Driver"), labels, map(body, "DriverOpts"));
    exchange.respond(201, VolumeViews.of(made, volumes));
  }

  private static Optional<Map<String, String>> map(JsonObjectView body, String field) {
    return JsonObjectView.isZero(body.node(field))
        ? Optional.empty()
        : Optional.of(body.stringMap(field));
  }

  private void update(Exchange exchange) {
    throw new ApiException.Unavailable(
        "volume update only valid for cluster volumes, but swarm is unavailable");
  }

  private void remove(Exchange exchange) throws IOException {
    try {
      volumes.remove(exchange.path("name"), exchange.query().isTrue("force"));
    } catch (ApiException.NotFound e) {
      if (!exchange.query().isTrue("force")) {
        throw e;
      }
    }
    exchange.respondEmpty(204);
  }

  private void prune(Exchange exchange) throws IOException {
    Filters filters = exchange.query().filters().accepting(PRUNE_FILTERS);
    if (filters.get("all").size() > 1) {
      throw new ApiException.BadParameter(
          "invalid filter 'all=["
              + String.join(" ", filters.get("all"))
              + "]': only one value is expected");
    }
    boolean all = exchange.version().before(42) || filters.isTrue("all", false);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode deleted = answer.putArray("VolumesDeleted");
    long bytes = 0;
    for (Volume volume : volumes.unused()) {
      boolean wanted = all || volume.labelMap().containsKey(Volume.ANONYMOUS_LABEL);
      if (wanted && Volumes.isPlain(volume) && matches(volume, filters)) {
        long size = VolumeViews.size(volumes.path(volume.name()));
        try {
          volumes.remove(volume.name());
        } catch (ApiException.Conflict e) {
          continue; // a container was made meanwhile
        }
        bytes += Math.max(0, size);
        deleted.add(volume.name());
      }
    }
    events.publish("volume", "prune", "", Map.of("reclaimed", Long.toString(bytes)));
    exchange.respond(answer.put("SpaceReclaimed", bytes));
  }

  private static boolean matches(Volume volume, Filters filters) {
    return filters.matchesPairs("label", volume.labelMap())
        && (!filters.has("label!") || !filters.matchesPairs("label!", volume.labelMap()));
  }
}
