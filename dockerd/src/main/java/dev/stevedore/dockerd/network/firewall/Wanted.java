package dev.stevedore.dockerd.network.firewall;

import dev.stevedore.dockerd.network.host.Guard;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the firewall is to let through, and what the host is to be guarded against. */
public final class Wanted {
  private final Map<String, BridgeRules> networks = new LinkedHashMap<>();
  private final Set<Opening> openings = new LinkedHashSet<>();
  private Guard guard = Guard.NONE;

  /** The networks. */
  public Collection<BridgeRules> networks() {
    return Collections.unmodifiableCollection(networks.values());
  }

  /** The ways into containers. */
  public Set<Opening> openings() {
    return Collections.unmodifiableSet(openings);
  }

  /** The links of the host that are let in to published ports of the container at this address. */
  public List<String> trusted(InetAddress container) {
    return networks.values().stream()
        .filter(n -> !n.trusted().isEmpty() && n.has(container))
        .flatMap(n -> n.trusted().stream())
        .toList();
  }

  /** What the host is guarded against. */
  public Guard guard() {
    return guard;
  }

  void guard(Guard value) {
    guard = value;
  }

  void add(BridgeRules network) {
    networks.put(network.bridge(), network);
  }

  /** Whether there is a network on this bridge. */
  boolean has(String bridge) {
    return networks.containsKey(bridge);
  }

  BridgeRules remove(String bridge) {
    BridgeRules network = networks.remove(bridge);
    if (network == null) {
      throw new IllegalArgumentException("no network on bridge " + bridge);
    }
    return network;
  }

  void change(Collection<? extends Opening> removed, Collection<? extends Opening> added) {
    removed.forEach(openings::remove);
    openings.addAll(added);
  }
}
