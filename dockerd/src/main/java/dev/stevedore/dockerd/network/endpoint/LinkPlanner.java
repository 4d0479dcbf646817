package dev.stevedore.dockerd.network.endpoint;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.network.address.Ipam;
import dev.stevedore.dockerd.network.address.Subnet;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.Lan;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.state.Ids;
import dev.stevedore.dockerd.network.state.Registry;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import dev.stevedore.lib.linux.netlink.route.MacAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides what the link of an endpoint is called, and what it is given. */
final class LinkPlanner {
  private static final int GROUP = 1;
  private static final int LOCAL = 2;

  private final SecureRandom random = new SecureRandom();

  /**
   * A link for an endpoint.
   *
   * @param given its addresses
   * @param all the container's endpoints, this one too; those with links have their names
   */
  Endpoint.Link plan(Network network, Endpoint endpoint, Registry.Given given, List<Endpoint> all) {
    String id = Ids.random();
    return new Endpoint.Link(
        id,
        name(network, endpoint, all, id),
        network.isBridge() ? Optional.of("veth" + id.substring(0, 7)) : Optional.empty(),
        mac(network, endpoint),
        given.address4(),
        gateway(network, given.address4()),
        given.address6(),
        gateway(network, given.address6()));
  }

  /**
   * Where an endpoint sends what is for others.
   *
   * @param given its address, {@code 10.0.0.2/24}; absent if it has none of that version
   */
  private static Optional<String> gateway(Network network, Optional<String> given) {
    boolean direct = network.lan().filter(Lan::isRoutedByParent).isPresent();
    if (network.isClosed() || direct || given.isEmpty()) {
      return Optional.empty();
    }
    InetAddress address = InterfaceAddress.parse(given.get()).address();
    boolean v6 = address instanceof Inet6Address;
    String other = v6 ? "DefaultGatewayIPv6" : "DefaultGatewayIPv4";
    for (Ipam.Pool pool : network.pools(v6)) {
      if (Subnet.parse(pool.subnet().orElseThrow()).contains(address)) {
        return pool.auxiliary()
            .filter(_ -> network.isBridge())
            .flatMap(all -> Optional.ofNullable(all.get(other)))
            .or(pool::gateway);
      }
    }
    return Optional.empty();
  }

  private static String name(Network network, Endpoint endpoint, List<Endpoint> all, String id) {
    Set<String> there = new HashSet<>();
    Set<String> used = new HashSet<>();
    for (Endpoint other : all) {
      if (!other.network().equals(endpoint.network())) {
        other.link().ifPresent(l -> there.add(l.name()));
        other.config().linkName().ifPresent(used::add);
      }
    }
    Optional<String> chosen = endpoint.config().linkName();
    if (chosen.isPresent()) {
      if (there.contains(chosen.get())) {
        throw new ApiException.Internal(
            "error renaming interface \"veth%s\" to \"%s\": file exists"
                .formatted(id.substring(0, 7), chosen.get()));
      }
      return chosen.get();
    }
    used.addAll(there);
    int number = 0;
    while (used.contains(network.linkPrefix() + number)) {
      number++;
    }
    return network.linkPrefix() + number;
  }

  private Optional<String> mac(Network network, Endpoint endpoint) {
    Optional<String> wanted = endpoint.config().wantedMac();
    if (network.lan().filter(Lan.Ipvlan.class::isInstance).isPresent()) {
      if (wanted.isPresent()) {
        throw new ApiException.Internal(
            "ipvlan interfaces do not support custom mac address assignment");
      }
      return Optional.empty();
    }
    return Optional.of(wanted.map(MacAddress::new).orElseGet(this::randomMac).text());
  }

  /** Another one for each start, so that no two containers ever have the same one. */
  private MacAddress randomMac() {
    byte[] bytes = new byte[6];
    random.nextBytes(bytes);
    bytes[0] = (byte) ((bytes[0] & ~GROUP) | LOCAL);
    return MacAddress.of(bytes);
  }
}
