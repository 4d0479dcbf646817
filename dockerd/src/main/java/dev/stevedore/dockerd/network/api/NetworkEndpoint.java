package dev.stevedore.dockerd.network.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.Filters;
import dev.stevedore.dockerd.api.PruneFilters;
import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.network.definition.NetworkRequest;
import dev.stevedore.dockerd.network.definition.Networks;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.state.Connections;
import dev.stevedore.dockerd.network.state.Registry;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** {@code /networks}. */
public final class NetworkEndpoint {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** The API in which IPv4 can be left out. */
  private static final int IPV4 = 48;

  private static final Set<String> FILTERS =
      Set.of("driver", "type", "name", "id", "label", "scope", "dangling");
  private static final Set<String> PRUNE_FILTERS = Set.of("label", "label!", "until");

  private final Registry registry;
  private final Networks networks;
  private final Connections connections;
  private final NetworkViews views;

  /** Answers with these. */
  public NetworkEndpoint(
      Registry registry, Networks networks, Connections connections, NetworkViews views) {
    this.registry = registry;
    this.networks = networks;
    this.connections = connections;
    this.views = views;
  }

  /** Adds itself. */
  public void register(Router router) {
    router.get("/networks", this::list);
    router.get("/networks/", this::list);
    router.get("/networks/{name}", this::inspect);
    router.post("/networks/create", this::create);
    router.post("/networks/prune", this::prune);
    router.delete("/networks/{name}", this::remove);
  }

  private void list(Exchange exchange) throws IOException {
    Filters filters = exchange.query().filters().accepting(FILTERS);
    for (String type : filters.get("type")) {
      if (!type.equals("custom") && !type.equals("builtin")) {
        throw new ApiException.BadParameter("invalid filter: 'type'='" + type + "'");
      }
    }
    checkDangling(filters);
    ArrayNode all = JSON.arrayNode();
    registry.all().stream()
        .sorted(Comparator.comparing((Network n) -> n.declaration().created()).reversed())
        .filter(n -> matches(n, filters))
        .forEach(n -> all.add(views.network(n, false)));
    exchange.respond(all);
  }

  private static void checkDangling(Filters filters) {
    Collection<String> values = filters.get("dangling");
    if (values.size() > 1) {
      throw new ApiException.BadParameter("got more than one value for filter key \"dangling\"");
    }
    if (!Set.of("0", "false", "1", "true").containsAll(values)) {
      throw new ApiException.BadParameter(
          "invalid value for filter 'dangling', must be \"true\" (or \"1\"), or \"false\" (or"
              + " \"0\")");
    }
  }

  private boolean matches(Network network, Filters filters) {
    return filters.matchesPattern("name", network.name())
        && filters.matchesPrefix("id", network.id())
        && filters.matchesExactly("driver", network.driver())
        && filters.matchesExactly("scope", "local")
        && filters.matchesExactly("type", network.isPredefined() ? "builtin" : "custom")
        && filters.matchesPairs("label", network.declaration().labels())
        && (!filters.has("dangling") || filters.isTrue("dangling", false) == isUnused(network));
  }

  private boolean isUnused(Network network) {
    return !network.isPredefined() && active(network).isEmpty();
  }

  private void inspect(Exchange exchange) throws IOException {
    Network network = registry.find(exchange.path("name"));
    exchange.respond(views.network(network, true));
  }

  private void create(Exchange exchange) throws IOException {
    NetworkRequest request =
        exchange
            .json(NetworkRequest.class)
            .orElseThrow(
                () ->
                    new ApiException.BadParameter(
                        "invalid JSON: got EOF while reading request body"));
    Network network =
        networks.create(exchange.version().before(IPV4) ? request.withoutIpv4() : request);
    exchange.respond(201, JSON.objectNode().put("Id", network.id()).put("Warning", ""));
  }

  private void remove(Exchange exchange) throws IOException {
    networks.remove(exchange.path("name"), this::active);
    exchange.respondEmpty(204);
  }

  /** Who is in a network now, as the error says it. */
  private List<String> active(Network network) {
    return connections.in(network).stream()
        .filter(e -> e.link().isPresent())
        .map(this::describe)
        .toList();
  }

  private String describe(Endpoint endpoint) {
    String name = connections.facts(endpoint.container()).map(ContainerFacts::name).orElse("");
    return "name:\"" + name + "\" id:\"" + endpoint.container().substring(0, 12) + "\"";
  }

  private void prune(Exchange exchange) throws IOException {
    Filters filters = exchange.query().filters().accepting(PRUNE_FILTERS);
    PruneFilters wanted = PruneFilters.of(filters);
    ObjectNode answer = JSON.objectNode();
    ArrayNode deleted = answer.putArray("NetworksDeleted");
    for (Network network : registry.all()) {
      if (!network.configOnly()
          && isUnused(network)
          && wanted.match(network.declaration().labels(), network.declaration().created())) {
        networks.remove(network.id(), this::active);
        deleted.add(network.name());
      }
    }
    if (deleted.isEmpty()) {
      answer.putNull("NetworksDeleted");
    }
    networks.pruned();
    exchange.respond(answer);
  }
}
