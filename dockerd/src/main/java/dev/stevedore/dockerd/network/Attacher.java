package dev.stevedore.dockerd.network;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.network.address.Addresses;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.model.PublishedPort;
import dev.stevedore.dockerd.network.model.Sandbox;
import dev.stevedore.dockerd.network.port.ContainerPort;
import dev.stevedore.dockerd.network.port.PortRequest;
import dev.stevedore.dockerd.network.port.Publisher;
import dev.stevedore.dockerd.network.sandbox.NamespacePool;
import dev.stevedore.dockerd.network.sandbox.Reaper;
import dev.stevedore.dockerd.network.sandbox.Wiring;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import dev.stevedore.lib.linux.netlink.route.MacAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Connects containers that start, and disconnects those that stop. What is about to be made is
 * stored first, so that a daemon that is killed in between finds it.
 */
final class Attacher {
  private final Registry registry;
  private final Connections connections;
  private final NamespacePool namespaces;
  private final Wiring wiring;
  private final Publisher publisher;
  private final Networks networks;
  private final Reaper reaper;
  private final NameServers nameServers;
  private final SecureRandom random = new SecureRandom();

  Attacher(
      Registry registry,
      Connections connections,
      NamespacePool namespaces,
      Wiring wiring,
      Publisher publisher,
      Networks networks,
      Reaper reaper,
      NameServers nameServers) {
    this.registry = registry;
    this.connections = connections;
    this.namespaces = namespaces;
    this.wiring = wiring;
    this.publisher = publisher;
    this.networks = networks;
    this.reaper = reaper;
    this.nameServers = nameServers;
  }

  /** Gives a container its namespace, links and ports. */
  Sandbox attach(ContainerFacts container) throws IOException {
    detach(container.id());
    resolve(container.id());
    Path file = namespaces.newFile();
    Sandbox sandbox = new Sandbox(container.id(), Ids.random(), file.toString(), List.of());
    connections.put(sandbox);
    try (NamespacePool.Sandbox namespace = namespaces.take(file)) {
      List<Endpoint> endpoints = new ArrayList<>();
      for (Endpoint endpoint : connections.of(container.id())) {
        endpoints.add(give(endpoint, endpoints));
      }
      wire(namespace, endpoints);
      sandbox = sandbox.with(publish(container, endpoints));
      connections.put(sandbox);
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
      if (connections.network(endpoint).isEmpty()) {
        Network network = registry.find(endpoint.network());
        NetworkService.check(network, endpoint.config());
        connections.remove(endpoint);
        connections.put(new Endpoint(container, network.id(), endpoint.config(), Optional.empty()));
      }
    }
  }

  /** Lays one more cable into a container, if it runs. */
  void connect(ContainerFacts container, Endpoint endpoint) throws IOException {
    Optional<Sandbox> sandbox = connections.sandbox(container.id());
    if (sandbox.isEmpty()) {
      return;
    }
    try (NamespacePool.Sandbox namespace = NamespacePool.open(Path.of(sandbox.get().namespace()))) {
      Endpoint linked = give(endpoint, connections.of(container.id()));
      Endpoint.Link link = linked.link().orElseThrow();
      try {
        wiring.connect(namespace, List.of(new Wiring.Cable(network(linked), link)));
      } catch (IOException | RuntimeException e) {
        release(linked, link);
        throw e;
      }
      List<Endpoint> all = connections.of(container.id());
      wiring.setDefaultRoutes(namespace, gateway(all, false), gateway(all, true));
      nameServers.start(container.id(), namespace.namespace());
      networks.event("connect", network(linked), linked);
    }
  }

  /** Forgets an endpoint, and takes its cable away if there is one. */
  void disconnect(ContainerFacts container, Endpoint endpoint) throws IOException {
    Optional<Endpoint.Link> link = endpoint.link();
    Optional<Sandbox> sandbox = connections.sandbox(container.id());
    Network network = network(endpoint);
    if (link.isPresent() && sandbox.isPresent()) {
      publisher.unpublish(sandbox.get().ports());
      connections.put(sandbox.get().with(List.of()));
      release(endpoint, link.get());
      reaper.await();
      connections.remove(endpoint);
      List<Endpoint> rest = connections.of(container.id());
      try (NamespacePool.Sandbox namespace =
          NamespacePool.open(Path.of(sandbox.get().namespace()))) {
        wiring.setDefaultRoutes(namespace, gateway(rest, false), gateway(rest, true));
      }
      connections.put(sandbox.get().with(publish(container, rest)));
      networks.event("disconnect", network, endpoint);
    } else {
      connections.remove(endpoint);
    }
  }

  private void release(Endpoint endpoint, Endpoint.Link link) {
    Network network = network(endpoint);
    connections.put(endpoint.withoutLink());
    reaper.take(
        new Reaper.Remains(
            List.of(link.hostName()), Optional.empty(), () -> registry.giveBack(network, link)));
  }

  /** Gives an endpoint addresses and the names of its link, and stores them. */
  private Endpoint give(Endpoint endpoint, List<Endpoint> before) {
    Network network = network(endpoint);
    Registry.Given given = take(network, endpoint);
    try {
      Endpoint linked = endpoint.with(link(network, endpoint, given, before));
      connections.put(linked);
      return linked;
    } catch (RuntimeException e) {
      registry.giveBack(network, given);
      throw e;
    }
  }

  private Registry.Given take(Network network, Endpoint endpoint) {
    try {
      return registry.take(network, endpoint.config());
    } catch (ApiException.Forbidden | ApiException.Unavailable e) {
      // It may be on its way back from a container that has just ended.
      reaper.await();
      return registry.take(network, endpoint.config());
    }
  }

  private Endpoint.Link link(
      Network network, Endpoint endpoint, Registry.Given given, List<Endpoint> before) {
    String id = Ids.random();
    Set<String> used = new HashSet<>();
    before.forEach(e -> e.link().ifPresent(l -> used.add(l.name())));
    int number = 0;
    while (used.contains(network.linkPrefix() + number)) {
      number++;
    }
    MacAddress mac = endpoint.config().wantedMac().map(MacAddress::new).orElseGet(() -> mac(given));
    return new Endpoint.Link(
        id,
        network.linkPrefix() + number,
        "veth" + id.substring(0, 7),
        mac.text(),
        given.address4(),
        Registry.gateway(network, false).filter(_ -> network.ipv4()),
        given.address6(),
        Registry.gateway(network, true).filter(_ -> network.ipv6()));
  }

  /**
   * Made of the address of version 4, so that who takes over an address takes over its MAC too, and
   * nobody's ARP table is wrong.
   */
  private MacAddress mac(Registry.Given given) {
    byte[] bytes = new byte[6];
    if (given.address4().isPresent()) {
      byte[] v4 = InterfaceAddress.parse(given.address4().get()).address().getAddress();
      System.arraycopy(v4, 0, bytes, 2, 4);
    } else {
      random.nextBytes(bytes);
    }
    bytes[0] = 0x02;
    bytes[1] = 0x42;
    return MacAddress.of(bytes);
  }

  private void wire(NamespacePool.Sandbox namespace, List<Endpoint> endpoints) throws IOException {
    List<Wiring.Cable> cables = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      cables.add(new Wiring.Cable(network(endpoint), endpoint.link().orElseThrow()));
    }
    wiring.connect(namespace, cables);
    wiring.setDefaultRoutes(namespace, gateway(endpoints, false), gateway(endpoints, true));
  }

  /** The link that has the default route: the first that leads out. */
  private Optional<Endpoint.Link> gateway(List<Endpoint> endpoints, boolean v6) {
    return endpoints.stream()
        .filter(e -> !network(e).internal())
        .flatMap(e -> e.link().stream())
        .filter(l -> v6 ? l.gateway6().isPresent() : l.gateway4().isPresent())
        .findFirst();
  }

  private List<PublishedPort> publish(ContainerFacts container, List<Endpoint> endpoints)
      throws IOException {
    List<PortRequest> requests = new ArrayList<>(container.published());
    if (container.publishAll()) {
      Set<ContainerPort> chosen = new HashSet<>();
      requests.forEach(r -> chosen.add(r.container()));
      container.exposed().stream()
          .filter(p -> !chosen.contains(p))
          .forEach(p -> requests.add(new PortRequest(p, Optional.empty(), 0, 0)));
    }
    Optional<Endpoint.Link> v4 = gateway(endpoints, false);
    Optional<Endpoint.Link> v6 = gateway(endpoints, true);
    Optional<Endpoint> main =
        endpoints.stream().filter(e -> e.link().equals(v4.isPresent() ? v4 : v6)).findFirst();
    if (requests.isEmpty() || main.isEmpty()) {
      return List.of();
    }
    Network network = network(main.get());
    try {
      return publisher.publish(
          requests,
          v4.flatMap(Endpoint.Link::v4).map(InterfaceAddress::address),
          v6.flatMap(Endpoint.Link::v6).map(InterfaceAddress::address),
          Addresses.parse(network.hostBinding()).filter(a -> !a.isAnyLocalAddress()));
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

  /**
   * Takes back what a container has. Its ports are free when this returns; its links, namespace and
   * addresses go a little later.
   */
  void detach(String container) throws IOException {
    nameServers.stop(container);
    Optional<Sandbox> sandbox = connections.sandbox(container);
    List<String> links = new ArrayList<>();
    List<Runnable> addresses = new ArrayList<>();
    try {
      if (sandbox.isPresent()) {
        publisher.unpublish(sandbox.get().ports());
      }
    } finally {
      for (Endpoint endpoint : connections.of(container)) {
        Optional<Endpoint.Link> link = endpoint.link();
        if (link.isPresent()) {
          links.add(link.get().hostName());
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
        reaper.take(
            new Reaper.Remains(
                links,
                sandbox.map(s -> Path.of(s.namespace())),
                () -> addresses.forEach(Runnable::run)));
      }
    }
  }

  private Network network(Endpoint endpoint) {
    return connections
        .network(endpoint)
        .orElseThrow(
            () -> new ApiException.NotFound("network " + endpoint.network() + " not found"));
  }

  /** The addresses of a container's links. */
  static List<InetAddress> addresses(List<Endpoint> endpoints) {
    List<InetAddress> addresses = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      endpoint.link().flatMap(Endpoint.Link::v4).ifPresent(a -> addresses.add(a.address()));
      endpoint.link().flatMap(Endpoint.Link::v6).ifPresent(a -> addresses.add(a.address()));
    }
    return addresses;
  }
}
