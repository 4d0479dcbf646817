package dev.stevedore.dockerd.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.Filters;
import dev.stevedore.dockerd.api.GoTime;
import dev.stevedore.dockerd.api.Handler;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.api.Router;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code /networks}: lists the built-in ones; refuses to make, change or remove any. */
public final class NetworkEndpoint {
  private static final Set<String> FILTERS =
      Set.of("driver", "type", "name", "id", "label", "scope", "dangling");

  private final List<BuiltinNetwork> networks;
  private final Instant created;

  /**
   * Makes the endpoint.
   *
   * @param engineId from which the networks' ids are made
   * @param created when the engine was first started
   */
  public NetworkEndpoint(String engineId, Instant created) {
    this.networks =
        List.of(
            new BuiltinNetwork("host", "host", id(engineId, "host")),
            new BuiltinNetwork("none", "null", id(engineId, "none")));
    this.created = created;
  }

  public void register(Router router) {
    router.get("/networks", this::list);
    router.get("/networks/", this::list);
    router.get("/networks/{name}", this::inspect);
    router.post("/networks/create", refuse("creating a network"));
    router.post("/networks/{name}/connect", refuse("connecting a container to a network"));
    router.post("/networks/{name}/disconnect", refuse("disconnecting a container from a network"));
    router.post("/networks/prune", this::prune);
    router.delete("/networks/{name}", this::remove);
  }

  private static Handler refuse(String what) {
    return _ -> {
      throw new ApiException.NotImplemented(
          what + " is not supported yet: only the networks none and host are there");
    };
  }

  private void list(Exchange exchange) throws IOException {
    Filters filters = exchange.query().filters().accepting(FILTERS);
    ArrayNode all = Json.MAPPER.createArrayNode();
    for (BuiltinNetwork network : networks) {
      if (matches(network, filters)) {
        all.add(describe(network));
      }
    }
    exchange.respond(all);
  }

  private static boolean matches(BuiltinNetwork network, Filters filters) {
    return filters.matchesPattern("name", network.name())
        && filters.matchesPrefix("id", network.id())
        && filters.matchesExactly("driver", network.driver())
        && filters.matchesExactly("scope", "local")
        && filters.matchesExactly("type", "builtin")
        && filters.matchesPairs("label", Map.of())
        // A built-in network cannot be removed, so it never dangles.
        && !filters.isTrue("dangling", false);
  }

  private void inspect(Exchange exchange) throws IOException {
    exchange.respond(describe(find(exchange.path("name"))));
  }

  private void remove(Exchange exchange) {
    BuiltinNetwork network = find(exchange.path("name"));
    throw new ApiException.Forbidden(
        network.name() + " is a pre-defined network and cannot be removed");
  }

  private void prune(Exchange exchange) throws IOException {
    ObjectNode none = Json.MAPPER.createObjectNode();
    none.putArray("NetworksDeleted");
    exchange.respond(none);
  }

  private BuiltinNetwork find(String name) {
    return networks.stream()
        .filter(n -> n.name().equals(name) || (name.length() >= 3 && n.id().startsWith(name)))
        .findFirst()
        .orElseThrow(() -> new ApiException.NotFound("network " + name + " not found"));
  }

  private ObjectNode describe(BuiltinNetwork network) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("Name", network.name()).put("Id", network.id());
    node.put("Created", GoTime.format(created));
    node.put("Scope", "local").put("Driver", network.driver());
    node.put("EnableIPv4", true).put("EnableIPv6", false);
    ObjectNode ipam = node.putObject("IPAM");
    ipam.put("Driver", "default").putNull("Options").putNull("Config");
    node.put("Internal", false).put("Attachable", false).put("Ingress", false);
    node.putObject("ConfigFrom").put("Network", "");
    node.put("ConfigOnly", false);
    node.putObject("Containers");
    node.putObject("Options");
    node.putObject("Labels");
    return node;
  }

  private static String id(String engineId, String name) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha.digest((engineId + "/" + name).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
