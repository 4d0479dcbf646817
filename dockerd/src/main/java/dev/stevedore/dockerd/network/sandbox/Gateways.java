package dev.stevedore.dockerd.network.sandbox;

import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.Lan;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.state.Connections;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Which of a container's networks leads to everybody else. */
public final class Gateways {
  private final Connections connections;

  /** Looks at these endpoints. */
  public Gateways(Connections connections) {
    this.connections = connections;
  }

  /**
   * The endpoint that has the default route of one version: the first that leads out.
   *
   * @param endpoints in the order of {@link Connections#of}
   */
  public Optional<Endpoint> of(List<Endpoint> endpoints, boolean v6) {
    return endpoints.stream().filter(e -> route(e, v6).isPresent()).findFirst();
  }

  /** The default route of one version. */
  public Optional<Wiring.DefaultRoute> route(List<Endpoint> endpoints, boolean v6) {
    return of(endpoints, v6).flatMap(e -> route(e, v6));
  }

  private Optional<Wiring.DefaultRoute> route(Endpoint endpoint, boolean v6) {
    Optional<Network> network = connections.network(endpoint).filter(n -> !n.isClosed());
    if (network.isEmpty() || endpoint.link().isEmpty()) {
      return Optional.empty();
    }
    Endpoint.Link link = endpoint.link().get();
    boolean direct = network.get().lan().filter(Lan::isRoutedByParent).isPresent();
    if (direct && (v6 ? link.address6() : link.address4()).isPresent()) {
      return Optional.of(new Wiring.DefaultRoute(link.name(), Optional.empty()));
    }
    return (v6 ? link.gateway6() : link.gateway4())
        .map(g -> new Wiring.DefaultRoute(link.name(), Optional.of(InetAddress.ofLiteral(g))));
  }
}
