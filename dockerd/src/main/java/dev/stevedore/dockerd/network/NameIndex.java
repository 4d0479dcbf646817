package dev.stevedore.dockerd.network;

import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.Network;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the containers in one network are called, at one moment; made for many look-ups. */
final class NameIndex {
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
  static NameIndex of(Network network, Connections connections) {
    NameIndex index = new NameIndex("." + network.name().toLowerCase(Locale.ROOT));
    for (Endpoint endpoint : connections.in(network)) {
      List<InetAddress> its = Attacher.addresses(List.of(endpoint));
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
  static List<String> names(Endpoint endpoint, Connections connections) {
    return connections
        .facts(endpoint.container())
        .map(facts -> NetworkViews.names(facts, endpoint.config()))
        .orElse(List.of());
  }

  /** Who is called so. */
  Optional<Called> called(String name) {
    return Optional.ofNullable(names.get(name));
  }

  /** What an address is called, with the network's name. */
  Optional<String> name(InetAddress address) {
    return Optional.ofNullable(addresses.get(address));
  }

  /** The name without the network's own at its end; nothing if that is not there. */
  Optional<String> withoutSuffix(String name) {
    return name.endsWith(suffix)
        ? Optional.of(name.substring(0, name.length() - suffix.length()))
        : Optional.empty();
  }
}
