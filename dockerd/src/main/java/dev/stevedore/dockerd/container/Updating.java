package dev.stevedore.dockerd.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.container.config.HostConfig;
import dev.stevedore.dockerd.container.config.HostConfigChange;
import dev.stevedore.dockerd.container.config.PortsChange;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import dev.stevedore.dockerd.network.model.ContainerPort;
import dev.stevedore.dockerd.network.model.Protocol;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code docker update}: other limits, another restart policy; of our own: other published ports.
 *
 * <pre>
 * merge ▶ row ▶ ports, Tasks.Update, if it runs ▶ event
 *          ◀── row and ports as they were, if that fails
 * </pre>
 *
 * A container that does not run has its new limits from its next start on.
 */
public final class Updating {
  private final EngineParts engine;

  /** Updates containers of an engine. */
  public Updating(EngineParts engine) {
    this.engine = engine;
  }

  /**
   * Changes a container.
   *
   * @param change what is set in it is changed
   * @param ports what is published from now on, and what no more
   * @param warnings where what cannot be changed is added
   * @throws ApiException.Conflict if the change does not go with what is there
   */
  public void update(
      Container container, HostConfig change, PortsChange ports, List<String> warnings)
      throws InterruptedException {
    container
        .turn()
        .take(
            () -> {
              inTurn(container, change, ports, warnings);
              return container;
            });
    ContainerEvents.publish(engine.events(), container, "update");
  }

  private void inTurn(
      Container container, HostConfig change, PortsChange ports, List<String> warnings) {
    switch (container.state().status()) {
      case CREATING, REMOVING, DEAD ->
          throw new ApiException.Internal(
              text(container, "container is marked for removal and cannot be \"update\""));
      case CREATED, RUNNING, PAUSED, RESTARTING, EXITED -> {}
    }
    Definition before = container.definition();
    HostConfig merged = merge(container, change, ports, warnings);
    engine.define(container, before.with(merged));
    if (!container.state().isRunning()) {
      return;
    }
    if (!ports.isEmpty()) {
      republish(container, before);
    }
    try {
      // All limits, not only those that change: some have a meaning only with others.
      engine.tasks().update(container.id(), engine.specs().limits(merged));
    } catch (StatusRuntimeException e) {
      if (GrpcErrors.isNotFound(e)) {
        return; // it has just ended
      }
      engine.define(container, before);
      if (!ports.isEmpty()) {
        engine.networks().republish(engine.facts(container));
      }
      throw new ApiException.Internal(text(container, GrpcErrors.text(e)), e);
    }
  }

  private void republish(Container container, Definition before) {
    try {
      engine.networks().republish(engine.facts(container));
    } catch (ApiException e) {
      engine.define(container, before);
      throw new ApiException.Internal(text(container, String.valueOf(e.getMessage())), e);
    }
  }

  private HostConfig merge(
      Container container, HostConfig change, PortsChange ports, List<String> warnings) {
    try {
      HostConfig merged = HostConfigChange.merge(container.definition().host(), change, warnings);
      ContainerFacts facts = engine.facts(container);
      return ports.applyTo(merged, facts.exposed(), published(facts), warnings);
    } catch (ApiException.Conflict e) {
      throw new ApiException.Conflict(text(container, String.valueOf(e.getMessage())));
    }
  }

  private List<PortsChange.Binding> published(ContainerFacts facts) {
    List<PortsChange.Binding> published = new ArrayList<>();
    for (JsonNode port : engine.networks().ports(facts)) {
      published.add(
          new PortsChange.Binding(
              new ContainerPort(
                  port.path("PrivatePort").asInt(), Protocol.parse(port.path("Type").asText())),
              port.path("IP").asText(""),
              port.path("PublicPort").asText("")));
    }
    return published;
  }

  private static String text(Container container, String why) {
    return "Cannot update container " + container.id() + ": " + why;
  }
}
