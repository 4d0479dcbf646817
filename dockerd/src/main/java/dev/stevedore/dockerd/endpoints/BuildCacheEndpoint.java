package dev.stevedore.dockerd.endpoints;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.events.Events;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** {@code POST /build/prune}: this engine builds nothing, so there is never anything to remove. */
public final class BuildCacheEndpoint {
  private static final Set<String> FILTERS =
      Set.of(
          "until",
          "unused-for",
          "id",
          "parent",
          "type",
          "description",
          "inuse",
          "shared",
          "private",
          "label",
          "label!");

  private final Events events;

  public BuildCacheEndpoint(Events events) {
    this.events = events;
  }

  public void register(Router router) {
    router.post("/build/prune", this::prune);
  }

  private void prune(Exchange exchange) throws IOException {
    exchange.query().filters().accepting(FILTERS);
    ObjectNode answer = Json.MAPPER.createObjectNode();
    answer.putNull("CachesDeleted");
    events.publish("builder", "prune", "", Map.of("reclaimed", "0"));
    exchange.respond(answer.put("SpaceReclaimed", 0));
  }
}
