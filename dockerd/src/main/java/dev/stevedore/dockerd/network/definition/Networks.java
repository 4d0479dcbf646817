package dev.stevedore.dockerd.network.definition;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.events.Events;
import dev.stevedore.dockerd.network.firewall.Firewall;
import dev.stevedore.dockerd.network.firewall.HostForwarding;
import dev.stevedore.dockerd.network.link.Bridges;
import dev.stevedore.dockerd.network.link.HostLinks;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.state.NetworkStore;
import dev.stevedore.dockerd.network.state.Registry;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** Makes and removes networks. One at a time, so that no two get the same subnet or name. */
public final class Networks {
  private final Registry registry;
  private final NetworkFactory factory;
  private final NetworkStore store;
  private final HostLinks links;
  private final Firewall firewall;
  private final HostForwarding forwarding;
  private final Events events;
  private final ReentrantLock lock = new ReentrantLock();

  /** Works with these. */
  public Networks(
      Registry registry,
      NetworkFactory factory,
      NetworkStore store,
      HostLinks links,
      Firewall firewall,
      HostForwarding forwarding,
      Events events) {
    this.registry = registry;
    this.factory = factory;
    this.store = store;
    this.links = links;
    this.firewall = firewall;
    this.forwarding = forwarding;
    this.events = events;
  }

  /**
   * Makes a network.
   *
   * @throws ApiException what the client shall be told
   */
  public Network create(NetworkRequest request) {
    lock.lock();
    try {
      String name = request.name().orElse("");
      if (!Network.isPredefined(name) && registry.byName(name).isPresent()) {
        throw new ApiException.Conflict("network with name " + name + " already exists");
      }
      Network asked = factory.make(request, this::configuration);
      if (asked.configOnly()) {
        store.put(asked);
        registry.add(asked);
        event("create", asked);
        return asked;
      }
      Collection<Network> others = registry.all();
      refuseTwin(asked, others);
      boolean borrowed = links.isBorrowed(asked, others);
      Network decided = factory.decide(asked, registry.subnets());
      Network network = new Network(decided.declaration(), decided.ipam(), borrowed);
      store.put(network);
      try {
        forwarding.ensure(List.of(network));
        links.ensure(network);
        if (network.isBridge()) {
          firewall.add(Bridges.rules(network));
        }
      } catch (IOException | RuntimeException e) {
        undo(network, e);
        throw e;
      }
      registry.add(network);
      event("create", network);
      return network;
    } catch (IOException e) {
      throw new ApiException.Internal(String.valueOf(e.getMessage()), e);
    } finally {
      lock.unlock();
    }
  }

  /** The network that another one's configuration comes from. */
  private Optional<Network> configuration(String term) {
    return registry.all().stream()
        .filter(n -> n.configOnly() && (n.name().equals(term) || n.id().equals(term)))
        .findFirst();
  }

  private static void refuseTwin(Network network, Collection<Network> others) {
    if (!network.isBridge()) {
      return;
    }
    for (Network other : others) {
      if (other.isBridge() && other.bridge().equals(network.bridge())) {
        throw new ApiException.Forbidden(
            "cannot create network "
                + network.id()
                + " ("
                + network.bridge()
                + "): conflicts with network "
                + other.id()
                + " ("
                + other.bridge()
                + "): networks have same bridge name");
      }
    }
  }

  private void undo(Network network, Exception why) {
    try {
      dismantle(network);
    } catch (IOException | RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  private void dismantle(Network network) throws IOException {
    if (network.isBridge()) {
      firewall.removeNetwork(network.bridge());
    }
    List<Network> rest = registry.all().stream().filter(n -> !n.id().equals(network.id())).toList();
    links.delete(network, rest);
    store.deleteNetwork(network.id());
  }

  /**
   * Removes a network.
   *
   * @param endpoints who is in it
   */
  public void remove(String term, Function<Network, List<String>> endpoints) {
    lock.lock();
    try {
      Network network = registry.find(term);
      if (network.isPredefined()) {
        throw new ApiException.Forbidden(
            network.name() + " is a pre-defined network and cannot be removed");
      }
      if (network.configOnly()
          && registry.all().stream()
              .anyMatch(
                  n -> n.declaration().configFrom().filter(network.name()::equals).isPresent())) {
        throw new ApiException.Forbidden(
            "error while removing network: configuration network \""
                + network.name()
                + "\" is in use");
      }
      List<String> active = endpoints.apply(network);
      if (!active.isEmpty()) {
        throw new ApiException.Forbidden(
            "error while removing network: network "
                + network.name()
                + " has active endpoints ("
                + String.join(", ", active)
                + ")");
      }
      registry.remove(network.id());
      dismantle(network);
      if (!network.configOnly()) {
        event("destroy", network);
      }
    } catch (IOException e) {
      throw new ApiException.Internal(
          "error while removing network: " + term + ": " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  /** Tells of something that happened to a network. */
  public void event(String action, Network network) {
    events.publish(
        "network", action, network.id(), Map.of("name", network.name(), "type", network.driver()));
  }

  /** Tells that unused networks were removed. */
  public void pruned() {
    events.publish("network", "prune", "", Map.of("reclaimed", "0"));
  }

  /** Tells that a container was connected or disconnected. */
  public void event(String action, Network network, Endpoint endpoint) {
    events.publish(
        "network",
        action,
        network.id(),
        Map.of(
            "name", network.name(), "type", network.driver(), "container", endpoint.container()));
  }
}
