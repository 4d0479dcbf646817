package dev.stevedore.dockerd.network.port;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import dev.stevedore.dockerd.network.model.ContainerPort;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.GatewayMode;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.model.PortRequest;
import dev.stevedore.dockerd.network.model.PublishedPort;
import dev.stevedore.dockerd.network.model.Sandbox;
import dev.stevedore.dockerd.network.sandbox.Gateways;
import dev.stevedore.dockerd.network.state.Connections;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which ports of a container are published, and where they lead: its way out. */
public final class PortPublishing {
  private static final Logger LOG = LoggerFactory.getLogger(PortPublishing.class);

  private final Connections connections;
  private final Publisher publisher;
  private final Gateways gateways;

  /** Publishes with these. */
  public PortPublishing(Connections connections, Publisher publisher) {
    this.connections = connections;
    this.publisher = publisher;
    this.gateways = new Gateways(connections);
  }

  /**
   * Publishes what a container asks for, and nothing else.
   *
   * @param current what is published of it now
   * @return what is published then
   * @throws ApiException.Internal in Docker's words; all is then as it was
   */
  public List<PublishedPort> publish(
      ContainerFacts container, List<PublishedPort> current, List<Endpoint> endpoints)
      throws IOException {
    List<PortRequest> requests = requests(container);
    Optional<Endpoint> v4 = gateways.of(endpoints, false).filter(this::isBridged);
    Optional<Endpoint> v6 = gateways.of(endpoints, true).filter(this::isBridged);
    Optional<Endpoint> main = v4.or(() -> v6);
    if (main.isEmpty() || requests.isEmpty()) {
      if (!requests.isEmpty()) {
        LOG.warn("container {}: none of its networks publishes ports", container.name());
      }
      publisher.unpublish(current);
      return List.of();
    }
    Optional<InetAddress> own4 =
        v4.flatMap(Endpoint::link).flatMap(Endpoint.Link::v4).map(InterfaceAddress::address);
    Optional<InetAddress> own6 =
        v6.flatMap(Endpoint::link).flatMap(Endpoint.Link::v6).map(InterfaceAddress::address);
    boolean routed4 = v4.filter(e -> isRouted(e, false)).isPresent();
    boolean routed6 = v6.filter(e -> isRouted(e, true)).isPresent();
    List<InetAddress> routed = new ArrayList<>();
    own4.filter(_ -> routed4).ifPresent(routed::add);
    own6.filter(_ -> routed6).ifPresent(routed::add);
    try {
      List<PublishedPort> all =
          new ArrayList<>(
              publisher.change(
                  current.stream().filter(p -> !p.isRouted()).toList(),
                  requests,
                  new Target(
                      own4.filter(_ -> !routed4),
                      own6.filter(_ -> !routed6),
                      own6.isEmpty(),
                      main.flatMap(connections::network)
                          .flatMap(n -> n.bridgeOptions().hostBinding()))));
      // IPv4 comes first.
      all.addAll(
          routed4 ? 0 : all.size(),
          publisher.route(
              current.stream().filter(PublishedPort::isRouted).toList(), requests, routed));
      return List.copyOf(all);
    } catch (ApiException.Internal e) {
      throw new ApiException.Internal(
          "failed to set up container networking: driver failed programming external connectivity"
              + " on endpoint "
              + container.name()
              + " ("
              + main.get().link().orElseThrow().id()
              + "): "
              + e.getMessage(),
          e);
    }
  }

  /** Does the same for a container that runs; nothing if it does not. */
  public void publish(ContainerFacts container) throws IOException {
    Optional<Sandbox> sandbox = connections.sandbox(container.id());
    if (sandbox.isPresent()) {
      List<PublishedPort> before = sandbox.get().ports();
      List<PublishedPort> after = publish(container, before, connections.of(container.id()));
      if (!after.equals(before)) {
        connections.put(sandbox.get().with(after));
      }
    }
  }

  private static List<PortRequest> requests(ContainerFacts container) {
    List<PortRequest> requests = new ArrayList<>(container.published());
    if (container.publishAll()) {
      Set<ContainerPort> chosen = new HashSet<>();
      requests.forEach(r -> chosen.add(r.container()));
      container.exposed().stream()
          .filter(p -> !chosen.contains(p))
          .forEach(p -> requests.add(new PortRequest(p, Optional.empty(), 0, 0)));
    }
    return requests;
  }

  private boolean isRouted(Endpoint endpoint, boolean v6) {
    return connections
        .network(endpoint)
        .map(Network::bridgeOptions)
        .filter(o -> (v6 ? o.mode6() : o.mode4()) == GatewayMode.ROUTED)
        .isPresent();
  }

  private boolean isBridged(Endpoint endpoint) {
    return connections.network(endpoint).filter(Network::isBridge).isPresent();
  }
}
