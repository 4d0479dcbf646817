package dev.stevedore.dockerd.network.endpoint;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.network.definition.Networks;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.model.Sandbox;
import dev.stevedore.dockerd.network.names.NameServers;
import dev.stevedore.dockerd.network.port.PortPublishing;
import dev.stevedore.dockerd.network.port.Publisher;
import dev.stevedore.dockerd.network.sandbox.Announcer;
import dev.stevedore.dockerd.network.sandbox.Gateways;
import dev.stevedore.dockerd.network.sandbox.NamespacePool;
import dev.stevedore.dockerd.network.sandbox.Reaper;
import dev.stevedore.dockerd.network.sandbox.Wiring;
import dev.stevedore.dockerd.network.state.Connections;
import dev.stevedore.dockerd.network.state.Ids;
import dev.stevedore.dockerd.network.state.Registry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Connects containers that start, and disconnects those that stop. What is about to be made is
 * stored first, so that a daemon that is killed in between finds it.
 */
public final class Attacher {
  private final Registry registry;
  private final Connections connections;
  private final NamespacePool namespaces;
  private final Wiring wiring;
  private final Publisher publisher;
  private final PortPublishing ports;
  private final Networks networks;
  private final Reaper reaper;
  private final NameServers nameServers;
  private final LinkPorts linkPorts;
  private final Announcer announcer;
  private final Gateways gateways;
  private final LinkPlanner planner = new LinkPlanner();

  /** Works with these. */
  public Attacher(
      Registry registry,
      Connections connections,
      NamespacePool namespaces,
      Wiring wiring,
      Publisher publisher,
      PortPublishing ports,
      Networks networks,
      Reaper reaper,
      NameServers nameServers,
      LinkPorts linkPorts,
      Announcer announcer) {
    this.registry = registry;
    this.connections = connections;
    this.namespaces = namespaces;
    this.wiring = wiring;
    this.publisher = publisher;
    this.ports = ports;
    this.networks = networks;
    this.reaper = reaper;
    this.nameServers = nameServers;
    this.linkPorts = linkPorts;
    this.announcer = announcer;
    this.gateways = new Gateways(connections);
  }

  /** Gives a container its namespace, links and ports. */
  public Sandbox attach(ContainerFacts container) throws IOException {
    detach(container.id());
    resolve(container.id());
    Path file = namespaces.newFile();
    Sandbox sandbox = new Sandbox(container.id(), Ids.random(), file.toString(), List.of());
    connections.put(sandbox);
    try (NamespacePool.Sandbox namespace = namespaces.take(file)) {
      List<Endpoint> endpoints = new ArrayList<>();
      for (Endpoint endpoint : connections.of(container.id())) {
        if (!isAbsent(endpoint) && network(endpoint).givesLinks()) {
          endpoints.add(give(endpoint, container.ipv6()));
        }
      }
      List<Wiring.Cable> cables = endpoints.stream().map(this::cable).toList();
      wiring.connect(namespace, cables);
      announcer.start(container.id(), file, cables);
      endpoints = connected(container.id());
      setRoutes(namespace, endpoints);
      sandbox = sandbox.with(ports.publish(container, List.of(), endpoints));
      connections.put(sandbox);
      linkPorts.update();
      nameServers.start(container.id(), namespace.namespace());
      endpoints.forEach(e -> networks.event("connect", network(e), e));
      return sandbox;
    } catch (IOException | RuntimeException e) {
      try {
        detach(container.id());
      } catch (IOException | RuntimeException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  /** Finds the networks that were not there when the container was made. */
  private void resolve(String container) {
    for (Endpoint endpoint : connections.of(container)) {
      if (connections.network(endpoint).isEmpty() && !isAbsent(endpoint)) {
        Network network = registry.find(endpoint.network());
        EndpointChecks.check(network, endpoint.config());
        connections.remove(endpoint);
        connections.put(new Endpoint(container, network.id(), endpoint.config(), Optional.empty()));
      }
    }
  }

  /** Whether it is in the default network, and the daemon is told to have none. */
  private boolean isAbsent(Endpoint endpoint) {
    return registry.isAbsentDefault(endpoint.network());
  }

  /** The endpoints that have a link, in their order. */
  private List<Endpoint> connected(String container) {
    return connections.of(container).stream().filter(e -> e.link().isPresent()).toList();
  }

  /** Lays one more cable into a container, if it runs. */
  public void connect(ContainerFacts container, Endpoint endpoint) throws IOException {
    Optional<Sandbox> sandbox = connections.sandbox(container.id());
    if (sandbox.isEmpty() || !network(endpoint).givesLinks()) {
      return;
    }
    try (NamespacePool.Sandbox namespace = NamespacePool.open(Path.of(sandbox.get().namespace()))) {
      Endpoint linked = give(endpoint, container.ipv6());
      Endpoint.Link link = linked.link().orElseThrow();
      try {
        wiring.connect(namespace, List.of(cable(linked)));
      } catch (IOException | RuntimeException e) {
        release(sandbox.get(), linked, link);
        throw e;
      }
      announcer.start(container.id(), namespace.file(), List.of(cable(linked)));
      setRoutes(namespace, connections.of(container.id()));
      linkPorts.update();
      nameServers.start(container.id(), namespace.namespace());
      networks.event("connect", network(linked), linked);
    }
  }

  /** Forgets an endpoint, and takes its cable away if there is one. */
  public void disconnect(ContainerFacts container, Endpoint endpoint) throws IOException {
    Optional<Endpoint.Link> link = endpoint.link();
    Optional<Sandbox> sandbox = connections.sandbox(container.id());
    Network network = network(endpoint);
    if (link.isPresent() && sandbox.isPresent()) {
      publisher.unpublish(sandbox.get().ports());
      connections.put(sandbox.get().with(List.of()));
      release(sandbox.get(), endpoint, link.get());
      reaper.await();
      connections.remove(endpoint);
      List<Endpoint> rest = connections.of(container.id());
      try (NamespacePool.Sandbox namespace =
          NamespacePool.open(Path.of(sandbox.get().namespace()))) {
        setRoutes(namespace, rest);
      }
      connections.put(sandbox.get().with(ports.publish(container, List.of(), rest)));
      networks.event("disconnect", network, endpoint);
    } else {
      connections.remove(endpoint);
    }
  }

  private void release(Sandbox sandbox, Endpoint endpoint, Endpoint.Link link) throws IOException {
    Network network = network(endpoint);
    connections.put(endpoint.withoutLink());
    try {
      linkPorts.update();
    } finally {
      reaper.take(
          new Reaper.Remains(
              link.hostName().stream().toList(),
              inside(sandbox, List.of(link)),
              Optional.empty(),
              () -> registry.giveBack(network, link)));
    }
  }

  /** Those of a container's links that are in its namespace alone. */
  private static Optional<Reaper.Inside> inside(Sandbox sandbox, List<Endpoint.Link> links) {
    List<String> names =
        links.stream().filter(l -> l.hostName().isEmpty()).map(Endpoint.Link::name).toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(new Reaper.Inside(Path.of(sandbox.namespace()), names));
  }

  /** Gives an endpoint addresses and the names of its link, and stores them. */
  private Endpoint give(Endpoint endpoint, boolean ipv6) {
    Network network = network(endpoint);
    if (network.lan().isPresent()) {
      // Its parent in passthru mode, or its Ethernet address, may be on its way back.
      reaper.await();
    }
    Registry.Given given = take(network, endpoint, ipv6);
    try {
      List<Endpoint> all = connections.of(endpoint.container());
      Endpoint linked = endpoint.with(planner.plan(network, endpoint, given, all));
      connections.put(linked);
      return linked;
    } catch (RuntimeException e) {
      registry.giveBack(network, given);
      throw e;
    }
  }

  private Registry.Given take(Network network, Endpoint endpoint, boolean ipv6) {
    try {
      return registry.take(network, endpoint.config(), ipv6);
    } catch (ApiException.Forbidden | ApiException.Unavailable e) {
      // It may be on its way back from a container that has just ended.
      reaper.await();
      return registry.take(network, endpoint.config(), ipv6);
    }
  }

  private Wiring.Cable cable(Endpoint endpoint) {
    return new Wiring.Cable(network(endpoint), endpoint, endpoint.link().orElseThrow());
  }

  private void setRoutes(NamespacePool.Sandbox namespace, List<Endpoint> endpoints)
      throws IOException {
    wiring.setDefaultRoutes(
        namespace, gateways.route(endpoints, false), gateways.route(endpoints, true));
  }

  /**
   * Takes back what a container has. Its ports are free when this returns; its links, namespace and
   * addresses go a little later.
   */
  public void detach(String container) throws IOException {
    nameServers.stop(container);
    announcer.stop(container);
    Optional<Sandbox> sandbox = connections.sandbox(container);
    List<Endpoint.Link> links = new ArrayList<>();
    List<Runnable> addresses = new ArrayList<>();
    try {
      if (sandbox.isPresent()) {
        publisher.unpublish(sandbox.get().ports());
      }
    } finally {
      for (Endpoint endpoint : connections.of(container)) {
        Optional<Endpoint.Link> link = endpoint.link();
        if (link.isPresent()) {
          links.add(link.get());
          connections.put(endpoint.withoutLink());
          connections
              .network(endpoint)
              .ifPresent(
                  network -> {
                    addresses.add(() -> registry.giveBack(network, link.get()));
                    networks.event("disconnect", network, endpoint);
                  });
        }
      }
      if (sandbox.isPresent() || !links.isEmpty()) {
        connections.removeSandbox(container);
        try {
          linkPorts.update();
        } finally {
          reaper.take(
              new Reaper.Remains(
                  links.stream().flatMap(l -> l.hostName().stream()).toList(),
                  sandbox.flatMap(s -> inside(s, links)),
                  sandbox.map(s -> Path.of(s.namespace())),
                  () -> addresses.forEach(Runnable::run)));
        }
      }
    }
  }

  private Network network(Endpoint endpoint) {
    return connections
        .network(endpoint)
        .orElseThrow(
            () -> new ApiException.NotFound("network " + endpoint.network() + " not found"));
  }
}
