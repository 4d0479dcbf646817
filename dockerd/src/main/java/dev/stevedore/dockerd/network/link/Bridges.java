package dev.stevedore.dockerd.network.link;

import dev.stevedore.dockerd.network.address.Ipam;
import dev.stevedore.dockerd.network.address.Subnet;
import dev.stevedore.dockerd.network.firewall.BridgeRules;
import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.dockerd.network.model.BridgeOptions;
import dev.stevedore.dockerd.network.model.GatewayMode;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.lib.linux.netlink.Request;
import dev.stevedore.lib.linux.netlink.route.Addresses;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import dev.stevedore.lib.linux.netlink.route.Link;
import dev.stevedore.lib.linux.netlink.route.LinkSettings;
import dev.stevedore.lib.linux.netlink.route.Links;
import dev.stevedore.lib.linux.netlink.route.MacAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The bridges of networks. */
public final class Bridges {
  private final HostNetwork host;
  private final SecureRandom random = new SecureRandom();

  /** Works on this host. */
  public Bridges(HostNetwork host) {
    this.host = host;
  }

  /** What the firewall has to know of a network. */
  public static BridgeRules rules(Network network) {
    BridgeOptions options = network.bridgeOptions();
    return new BridgeRules(
        network.bridge(),
        network.ipam().pools().stream()
            .flatMap(p -> p.subnet().stream())
            .map(InterfaceAddress::parse)
            .toList(),
        network.internal(),
        options.icc(),
        network.ipv4() && options.masquerade() && options.mode4() != GatewayMode.ROUTED,
        network.ipv6() && options.masquerade() && options.mode6() != GatewayMode.ROUTED,
        options.source4(),
        options.source6(),
        ways(network, network.ipv4(), options.mode4()),
        ways(network, network.ipv6(), options.mode6()),
        options.trusted());
  }

  private static BridgeRules.Ways ways(Network network, boolean enabled, GatewayMode mode) {
    if (!enabled || network.internal()) {
      return BridgeRules.Ways.NONE;
    }
    return switch (mode) {
      case NAT, ISOLATED -> BridgeRules.Ways.NONE;
      case NAT_UNPROTECTED -> BridgeRules.Ways.OPEN;
      case ROUTED -> BridgeRules.Ways.ROUTED;
    };
  }

  /**
   * Whether the host has this bridge already.
   *
   * @throws IOException if it has a link of this name that is no bridge
   */
  public boolean exists(String name) throws IOException {
    Optional<Link> link = Links.find(host.route(), name);
    if (link.isPresent() && link.get().kind().filter("bridge"::equals).isEmpty()) {
      throw new IOException("existing interface " + name + " is not a bridge");
    }
    return link.isPresent();
  }

  /** Makes a network's bridge, or makes the one that is there fit. */
  public void ensure(Network network) throws IOException {
    String name = network.bridge();
    if (!exists(name)) {
      host.route()
          .execute(
              Links.createBridge(LinkSettings.named(name).mtu(network.mtu()).mac(randomMac())));
    }
    Link link = find(name);
    parameters(network);
    List<Request> requests = new ArrayList<>();
    Set<InterfaceAddress> present =
        Addresses.list(host.route()).stream()
            .filter(a -> a.link() == link.index())
            .map(Addresses.OfLink::address)
            .collect(Collectors.toSet());
    for (InterfaceAddress address : gateways(network)) {
      if (!present.contains(address)) {
        rivals(present, address).forEach(a -> requests.add(Addresses.delete(link.index(), a)));
        requests.add(Addresses.add(link.index(), address));
      }
    }
    requests.add(Links.change(link.index(), new LinkSettings().mtu(network.mtu()).up(true)));
    host.route().execute(requests);
  }

  /** Other addresses of the same subnet, which the host would take for its own in packets. */
  private static List<InterfaceAddress> rivals(
      Set<InterfaceAddress> present, InterfaceAddress address) {
    Subnet subnet = Subnet.around(address.address(), address.prefixLength());
    return present.stream().filter(a -> subnet.contains(a.address())).toList();
  }

  private void parameters(Network network) throws IOException {
    String name = network.bridge();
    if (network.opensLinks()) {
      // Its ports do not see each other: the bridge answers for all of them, and what it passes on
      // between them is the firewall's business.
      host.set("ipv4/conf/" + name + "/proxy_arp_pvlan", "1");
      host.set("ipv4/neigh/" + name + "/proxy_delay", "0");
      host.set("ipv4/conf/" + name + "/send_redirects", "0");
    }
    if (network.ipv4()) {
      // So that packets for 127.0.0.1 that are sent on to a container may leave by the bridge. What
      // comes from the bridge for 127.0.0.0/8 is dropped by the firewall.
      host.set("ipv4/conf/" + name + "/route_localnet", "1");
    }
    if (network.ipv6()) {
      boolean isolated = network.bridgeOptions().mode6() == GatewayMode.ISOLATED;
      if (!network.borrowed()) {
        host.set("ipv6/conf/" + name + "/accept_dad", "0");
      }
      host.set("ipv6/conf/" + name + "/disable_ipv6", isolated ? "1" : "0");
      if (!network.borrowed()) {
        host.set("ipv6/conf/" + name + "/accept_ra", "0");
      }
    }
  }

  /** The addresses that the bridge has. */
  private static List<InterfaceAddress> gateways(Network network) {
    BridgeOptions options = network.bridgeOptions();
    List<InterfaceAddress> addresses = new ArrayList<>();
    for (Ipam.Pool pool : network.ipam().pools()) {
      Optional<InetAddress> gateway =
          pool.gateway().flatMap(dev.stevedore.dockerd.network.address.Addresses::parse);
      if (gateway.isEmpty() || pool.subnet().isEmpty()) {
        continue;
      }
      Subnet subnet = Subnet.parse(pool.subnet().get());
      boolean without =
          subnet.isV6()
              ? options.mode6() == GatewayMode.ISOLATED
              : options.mode4() == GatewayMode.ISOLATED || options.inhibit4();
      if (!without) {
        addresses.add(subnet.onInterface(gateway.get()));
      }
    }
    return addresses;
  }

  /** Removes a network's bridge; nothing if it is not there, or was there before the network. */
  public void delete(Network network) throws IOException {
    Optional<Link> link = Links.find(host.route(), network.bridge());
    if (link.isPresent() && !network.borrowed()) {
      host.route().execute(Links.delete(link.get().index()));
    }
    if (link.isPresent() && network.borrowed() && network.opensLinks()) {
      host.set("ipv4/conf/" + network.bridge() + "/proxy_arp_pvlan", "0");
    }
  }

  /** The bridge of this name. */
  public Link find(String name) throws IOException {
    return Links.find(host.route(), name)
        .orElseThrow(() -> new IOException("there is no bridge " + name));
  }

  /** A random address of one interface, administered locally. */
  public MacAddress randomMac() {
    byte[] bytes = new byte[6];
    random.nextBytes(bytes);
    bytes[0] = (byte) ((bytes[0] & 0xfc) | 0x02);
    return MacAddress.of(bytes);
  }
}
