package dev.stevedore.dockerd.endpoints;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.container.ContainerRegistry;
import dev.stevedore.dockerd.container.Updating;
import dev.stevedore.dockerd.container.config.HostConfig;
import dev.stevedore.dockerd.container.config.HostConfigRules;
import dev.stevedore.dockerd.container.config.PortsChange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code POST /containers/ID/update}: a part of HostConfig in, warnings out. */
public final class UpdateEndpoint {
  private final ContainerRegistry containers;
  private final Updating updating;

  /** Serves updates of these containers. */
  public UpdateEndpoint(ContainerRegistry containers, Updating updating) {
    this.containers = containers;
    this.updating = updating;
  }

  /** Adds the route. */
  public void register(Router router) {
    router.post("/containers/{id}/update", this::update);
  }

  private void update(Exchange exchange) throws IOException, InterruptedException {
    ObjectNode body =
        exchange
            .json(ObjectNode.class)
            .orElseThrow(
                () ->
                    new ApiException.BadParameter(
                        "invalid JSON: got EOF while reading request body"));
    if (exchange.version().before(40)) {
      body.remove("PidsLimit"); // there was none to change
    }
    PortsChange ports = PortsChange.takenFrom(body);
    List<String> warnings = new ArrayList<>();
    HostConfig change = HostConfig.parse(body, warnings);
    HostConfigRules.checkChange(change);
    updating.update(containers.find(exchange.path("id")), change, ports, warnings);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode list = answer.putArray("Warnings");
    warnings.forEach(list::add);
    exchange.respond(answer);
  }
}
