package dev.stevedore.dockerd.network.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.network.endpoint.Membership;
import dev.stevedore.dockerd.network.model.EndpointConfig;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.state.Registry;
import java.io.IOException;
import java.util.Optional;

/** {@code POST /networks/ID/connect} and {@code /disconnect}. */
public final class ConnectEndpoint {
  /** The body of connect. */
  record ConnectRequest(
      Optional<String> container,
      @JsonProperty("EndpointConfig") Optional<EndpointConfig> config) {}

  /** The body of disconnect. */
  record DisconnectRequest(Optional<String> container, boolean force) {}

  private final Registry registry;
  private final Membership membership;
  private final ContainerTurns containers;

  /** Answers with these. */
  public ConnectEndpoint(Registry registry, Membership membership, ContainerTurns containers) {
    this.registry = registry;
    this.membership = membership;
    this.containers = containers;
  }

  /** Adds itself. */
  public void register(Router router) {
    router.post("/networks/{name}/connect", this::connect);
    router.post("/networks/{name}/disconnect", this::disconnect);
  }

  private void connect(Exchange exchange) throws IOException, InterruptedException {
    ConnectRequest request =
        exchange.json(ConnectRequest.class).orElseThrow(ConnectEndpoint::empty);
    Network network = registry.find(exchange.path("name"));
    EndpointConfig config = request.config().orElse(EndpointConfig.EMPTY);
    containers.with(
        request.container().orElse(""), facts -> membership.connect(facts, network, config));
    exchange.respondEmpty(200);
  }

  private void disconnect(Exchange exchange) throws IOException, InterruptedException {
    DisconnectRequest request =
        exchange.json(DisconnectRequest.class).orElseThrow(ConnectEndpoint::empty);
    Network network = registry.find(exchange.path("name"));
    String container = request.container().orElse("");
    try {
      containers.with(container, facts -> membership.disconnect(facts, network));
    } catch (ApiException.NotFound e) {
      throw request.force() ? new ApiException.NotFound("endpoint " + container + " not found") : e;
    }
    exchange.respondEmpty(200);
  }

  private static ApiException empty() {
    return new ApiException.BadParameter("invalid JSON: got EOF while reading request body");
  }
}
