package dev.stevedore.dockerd.network.state;

import dev.stevedore.dockerd.network.model.ContainerFacts;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.model.Sandbox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Which container is in which network, and the sandboxes of those that run; stored and in memory.
 */
public final class Connections {
  private final NetworkStore store;
  private final Registry registry;
  private final Map<String, ContainerFacts> facts = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Endpoint>> endpoints = new ConcurrentHashMap<>();
  private final Map<String, Sandbox> sandboxes = new ConcurrentHashMap<>();
  private final AtomicLong version = new AtomicLong();

  /** Takes up what is stored. */
  public Connections(NetworkStore store, Registry registry) {
    this.store = store;
    this.registry = registry;
    store.endpoints().forEach(this::remember);
    store.sandboxes().forEach(s -> sandboxes.put(s.container(), s));
  }

  private void remember(Endpoint endpoint) {
    endpoints.compute(
        endpoint.container(),
        (_, old) -> {
          Map<String, Endpoint> all =
              old == null ? new LinkedHashMap<>() : new LinkedHashMap<>(old);
          all.put(endpoint.network(), endpoint);
          return all;
        });
    version.incrementAndGet();
  }

  /**
   * Another number after each change of a container or an endpoint: what was made of them before is
   * out of date.
   */
  public long version() {
    return version.get();
  }

  /** Notes what is to be known of a container. */
  public void know(ContainerFacts container) {
    if (!container.equals(facts.put(container.id(), container))) {
      version.incrementAndGet();
    }
  }

  /** What is known of a container. */
  public Optional<ContainerFacts> facts(String container) {
    return Optional.ofNullable(facts.get(container));
  }

  /** Stores an endpoint, or what it is now. */
  public void put(Endpoint endpoint) {
    store.put(endpoint);
    remember(endpoint);
  }

  /** Stores a sandbox, or what it is now. */
  public void put(Sandbox sandbox) {
    store.put(sandbox);
    sandboxes.put(sandbox.container(), sandbox);
  }

  /** Forgets an endpoint. */
  public void remove(Endpoint endpoint) {
    store.deleteEndpoint(endpoint.container(), endpoint.network());
    endpoints.computeIfPresent(
        endpoint.container(),
        (_, old) -> {
          Map<String, Endpoint> rest = new LinkedHashMap<>(old);
          rest.remove(endpoint.network());
          return rest;
        });
    version.incrementAndGet();
  }

  /** Forgets that a container runs. */
  public void removeSandbox(String container) {
    store.deleteSandbox(container);
    sandboxes.remove(container);
  }

  /** Forgets all of a container. */
  public void forget(String container) {
    store.deleteContainer(container);
    endpoints.remove(container);
    sandboxes.remove(container);
    facts.remove(container);
    version.incrementAndGet();
  }

  /** The sandbox of a container that runs. */
  public Optional<Sandbox> sandbox(String container) {
    return Optional.ofNullable(sandboxes.get(container));
  }

  /** The sandboxes of all that run. */
  public List<Sandbox> sandboxes() {
    return List.copyOf(sandboxes.values());
  }

  /** A container's place in a network. */
  public Optional<Endpoint> endpoint(String container, Network network) {
    return Optional.ofNullable(endpoints.getOrDefault(container, Map.of()).get(network.id()));
  }

  /**
   * A container's endpoints: first the one that has its default route, by priority, then by whether
   * the network leads anywhere, then by name.
   */
  public List<Endpoint> of(String container) {
    List<Endpoint> all = new ArrayList<>(endpoints.getOrDefault(container, Map.of()).values());
    all.sort(
        Comparator.comparingInt((Endpoint e) -> -e.config().gatewayPriority().orElse(0))
            .thenComparing(e -> network(e).map(Network::internal).orElse(true))
            .thenComparingInt(e -> -e.link().map(Endpoint.Link::ways).orElse(0))
            .thenComparing(e -> network(e).map(Network::name).orElse("")));
    return all;
  }

  /** The endpoints of a network, those of containers that run and others. */
  public List<Endpoint> in(Network network) {
    return endpoints.values().stream()
        .flatMap(m -> m.values().stream())
        .filter(e -> e.network().equals(network.id()))
        .toList();
  }

  /** The ids of networks that containers run in. */
  public Set<String> inUse() {
    return all().stream()
        .filter(e -> e.link().isPresent())
        .map(Endpoint::network)
        .collect(Collectors.toSet());
  }

  /** All endpoints. */
  public List<Endpoint> all() {
    return endpoints.values().stream().flatMap(m -> m.values().stream()).toList();
  }

  /** The network of an endpoint, if it is there. */
  public Optional<Network> network(Endpoint endpoint) {
    return registry.byId(endpoint.network());
  }
}
