package dev.stevedore.dockerd.network.names;

import dev.stevedore.dockerd.network.model.ContainerFacts;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.EndpointConfig;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.state.Connections;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the containers in one network are called, at one moment; made for many look-ups. */
public final class NameIndex {
  /** The addresses that a name stands for. */
  static final class Called {
    private final List<InetAddress> v4 = new ArrayList<>();
    private final List<InetAddress> v6 = new ArrayList<>();

    private void add(InetAddress address) {
      (address instanceof Inet4Address ? v4 : v6).add(address);
    }

    List<InetAddress> addresses(boolean ofVersion6) {
      return ofVersion6 ? v6 : v4;
    }
  }

  private final String suffix;
  private final Map<String, Called> names = new HashMap<>();
  private final Map<InetAddress, String> addresses = new HashMap<>();

  private NameIndex(String suffix) {
    this.suffix = suffix;
  }

  /** Takes it from the containers that run now. */
  public static NameIndex of(Network network, Connections connections) {
    NameIndex index = new NameIndex("." + network.name().toLowerCase(Locale.ROOT));
    for (Endpoint endpoint : connections.in(network)) {
      List<InetAddress> its = endpoint.addresses().toList();
      List<String> names = names(endpoint, connections);
      if (its.isEmpty() || names.isEmpty()) {
        continue;
      }
      names.stream()
          .map(name -> name.toLowerCase(Locale.ROOT))
          .distinct()
          .forEach(name -> its.forEach(index.names.computeIfAbsent(name, _ -> new Called())::add));
      its.forEach(
          address -> index.addresses.putIfAbsent(address, names.getFirst() + "." + network.name()));
    }
    return index;
  }

  /** What a container is called in a network. */
  public static List<String> names(Endpoint endpoint, Connections connections) {
    return connections
        .facts(endpoint.container())
        .map(facts -> names(facts, endpoint.config()))
        .orElse(List.of());
  }

  /**
   * What a container is called in a network: the first of them is what its address is looked up as.
   */
  public static List<String> names(ContainerFacts container, EndpointConfig config) {
    Set<String> names = new LinkedHashSet<>();
    if (!container.name().isEmpty()) {
      names.add(container.name());
    }
    names.addAll(config.aliases().orElse(List.of()));
    names.add(container.id().substring(0, Math.min(12, container.id().length())));
    if (!container.hostname().isEmpty()) {
      names.add(container.hostname());
    }
    return List.copyOf(names);
  }

  /** Who is called so. */
  public Optional<Called> called(String name) {
    return Optional.ofNullable(names.get(name));
  }

  /** What an address is called, with the network's name. */
  public Optional<String> name(InetAddress address) {
    return Optional.ofNullable(addresses.get(address));
  }

  /** The name without the network's own at its end; nothing if that is not there. */
  public Optional<String> withoutSuffix(String name) {
    return name.endsWith(suffix)
        ? Optional.of(name.substring(0, name.length() - suffix.length()))
        : Optional.empty();
  }
}
