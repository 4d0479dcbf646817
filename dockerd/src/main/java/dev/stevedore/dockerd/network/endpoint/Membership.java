package dev.stevedore.dockerd.network.endpoint;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.EndpointConfig;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.model.Resolver;
import dev.stevedore.dockerd.network.names.ContainerFiles;
import dev.stevedore.dockerd.network.names.NameServers;
import dev.stevedore.dockerd.network.state.Connections;
import java.io.IOException;
import java.util.Optional;

/** Lets containers that are there enter and leave networks, also while they run. */
public final class Membership {
  private static final String SHARED =
      "container sharing network namespace with another container or host cannot be connected to"
          + " any other network";

  private static final String NONE =
      "container cannot be connected to multiple networks with one of the networks in private"
          + " (none) mode";

  private final Connections connections;
  private final Attacher attacher;
  private final NameServers nameServers;
  private final ContainerFiles files;
  private final Resolver resolver;

  /**
   * Works with these.
   *
   * @param resolver for containers that do not say otherwise
   */
  public Membership(
      Connections connections,
      Attacher attacher,
      NameServers nameServers,
      ContainerFiles files,
      Resolver resolver) {
    this.connections = connections;
    this.attacher = attacher;
    this.nameServers = nameServers;
    this.files = files;
    this.resolver = resolver;
  }

  /** Connects a container to one more network, at once if it runs. */
  public void connect(ContainerFacts asked, Network network, EndpointConfig config) {
    ContainerFacts container = asked.withDefaults(resolver);
    requireLinks(container, network);
    EndpointChecks.check(network, config);
    if (connections.endpoint(container.id(), network).isPresent()) {
      throw new ApiException.Forbidden(
          "endpoint with name "
              + container.name()
              + " already exists in network "
              + network.name());
    }
    connections.know(container);
    Endpoint endpoint = new Endpoint(container.id(), network.id(), config, Optional.empty());
    try {
      boolean named = nameServers.isNeeded(container.id());
      connections.put(endpoint);
      attacher.connect(container, endpoint);
      files.writeHosts(container);
      if (!named && nameServers.isNeeded(container.id())) {
        files.writeResolvConf(container);
      }
    } catch (IOException | RuntimeException e) {
      connections.endpoint(container.id(), network).ifPresent(connections::remove);
      if (e instanceof ApiException refused) {
        throw refused;
      }
      throw new ApiException.Internal(
          "cannot connect to network " + network.name() + ": " + e.getMessage(), e);
    }
  }

  /** Disconnects a container from a network, at once if it runs. */
  public void disconnect(ContainerFacts container, Network network) {
    if (container.mode().equals("host") && network.name().equals("host")) {
      throw new ApiException.BadParameter(
          "cannot disconnect container from host network - container was created in host network"
              + " mode");
    }
    Endpoint endpoint =
        connections
            .endpoint(container.id(), network)
            .orElseThrow(
                () ->
                    new ApiException.Internal(
                        "container "
                            + container.id()
                            + " is not connected to "
                            + (connections.sandbox(container.id()).isEmpty() ? "the " : "")
                            + "network "
                            + network.name()));
    try {
      attacher.disconnect(container, endpoint);
      files.writeHosts(container);
    } catch (IOException e) {
      throw new ApiException.Internal(
          "cannot disconnect from network " + network.name() + ": " + e.getMessage(), e);
    }
  }

  private void requireLinks(ContainerFacts container, Network network) {
    if (container.mode().startsWith("container:") || container.mode().equals("host")) {
      throw new ApiException.BadParameter(SHARED);
    }
    if (network.name().equals("host")) {
      throw new ApiException.BadParameter(
          "cannot connect container to host network - container must be created in host network"
              + " mode");
    }
    boolean apart =
        connections.of(container.id()).stream()
            .flatMap(endpoint -> connections.network(endpoint).stream())
            .filter(other -> !other.id().equals(network.id()))
            .anyMatch(other -> network.isNone() || other.isNone());
    if (apart) {
      throw new ApiException.BadParameter(NONE);
    }
  }
}
