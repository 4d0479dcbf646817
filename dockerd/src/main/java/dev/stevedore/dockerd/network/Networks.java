package dev.stevedore.dockerd.network;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.events.Events;
import dev.stevedore.dockerd.network.firewall.Firewall;
import dev.stevedore.dockerd.network.link.Bridges;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.store.NetworkStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** Makes and removes networks. One at a time, so that no two get the same subnet or name. */
final class Networks {
  private final Registry registry;
  private final NetworkFactory factory;
  private final NetworkStore store;
  private final Bridges bridges;
  private final Firewall firewall;
  private final Events events;
  private final ReentrantLock lock = new ReentrantLock();

  Networks(
      Registry registry,
      NetworkFactory factory,
      NetworkStore store,
      Bridges bridges,
      Firewall firewall,
      Events events) {
    this.registry = registry;
    this.factory = factory;
    this.store = store;
    this.bridges = bridges;
    this.firewall = firewall;
    this.events = events;
  }

  /**
   * Makes a network.
   *
   * @throws ApiException what the client shall be told
   */
  Network create(NetworkRequest request) {
    lock.lock();
    try {
      String name = request.name().orElse("");
      if (!Network.isPredefined(name) && registry.byName(name).isPresent()) {
        throw new ApiException.Conflict("network with name " + name + " already exists");
      }
      Network network = factory.make(request, registry.subnets());
      if (network.isBridge()
          && registry.all().stream()
              .anyMatch(n -> n.isBridge() && n.bridge().equals(network.bridge()))) {
        throw new ApiException.Forbidden(
            "conflicts with network of bridge "
                + network.bridge()
                + ": networks have same bridge name");
      }
      if (network.isBridge() && bridges.exists(network.bridge())) {
        // We could not tell it from one of ours later, and would delete it with the network.
        throw new ApiException.Forbidden(
            "a network on a link that is there already is not available yet: " + network.bridge());
      }
      store.put(network);
      try {
        bridges.ensure(network);
        firewall.add(Bridges.rules(network));
      } catch (IOException | RuntimeException e) {
        undo(network, e);
        throw e;
      }
      registry.add(network);
      event("create", network);
      return network;
    } catch (IOException e) {
      throw new ApiException.Internal(
          "failed to create network " + request.name().orElse("") + ": " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  private void undo(Network network, Exception why) {
    try {
      firewall.removeNetwork(network.bridge());
      bridges.delete(network.bridge());
      store.deleteNetwork(network.id());
    } catch (IOException | RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  /**
   * Removes a network.
   *
   * @param endpoints who is in it
   */
  void remove(String term, Function<Network, List<String>> endpoints) {
    lock.lock();
    try {
      Network network = registry.find(term);
      if (network.isPredefined()) {
        throw new ApiException.Forbidden(
            network.name() + " is a pre-defined network and cannot be removed");
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
      firewall.removeNetwork(network.bridge());
      bridges.delete(network.bridge());
      store.deleteNetwork(network.id());
      event("destroy", network);
    } catch (IOException e) {
      throw new ApiException.Internal(
          "error while removing network: " + term + ": " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  /** Tells of something that happened to a network. */
  void event(String action, Network network) {
    events.publish(
        "network", action, network.id(), Map.of("name", network.name(), "type", network.driver()));
  }

  /** Tells that a container was connected or disconnected. */
  void event(String action, Network network, Endpoint endpoint) {
    events.publish(
        "network",
        action,
        network.id(),
        Map.of(
            "name", network.name(), "type", network.driver(), "container", endpoint.container()));
  }
}
