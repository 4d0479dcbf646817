package dev.stevedore.dockerd.network;

import dev.stevedore.dockerd.network.address.SubnetPools;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the daemon is told of networks.
 *
 * @param bridge a bridge that is there, for the default network; {@code none}: no such network
 * @param address4 the default bridge's, with its subnet
 * @param address6 likewise
 * @param range4 where the default network's addresses come from
 * @param range6 likewise
 * @param gateway4 who routes for the default network, if not its bridge
 * @param gateway6 likewise
 * @param ipv6 whether the default network has IPv6
 * @param icc whether its containers reach each other
 * @param masquerade whether its packets leave with the host's address
 * @param mtu its longest packet
 * @param binding where its ports are published that say no address
 * @param pools where networks get subnets that nobody chose; empty: Docker's
 * @param options by driver, of networks that do not say otherwise
 * @param hostGateways what {@code host-gateway} means; empty: the default bridge
 * @param dns the name servers of containers that do not say
 * @param dnsSearch likewise
 * @param dnsOptions likewise
 */
public record NetworkDefaults(
    Optional<String> bridge,
    Optional<InterfaceAddress> address4,
    Optional<InterfaceAddress> address6,
    Optional<InterfaceAddress> range4,
    Optional<InterfaceAddress> range6,
    Optional<InetAddress> gateway4,
    Optional<InetAddress> gateway6,
    boolean ipv6,
    boolean icc,
    boolean masquerade,
    int mtu,
    InetAddress binding,
    List<SubnetPools.Pool> pools,
    Map<String, Map<String, String>> options,
    List<InetAddress> hostGateways,
    List<String> dns,
    List<String> dnsSearch,
    List<String> dnsOptions) {
  /** All addresses of the host. */
  public static final InetAddress EVERYWHERE = InetAddress.ofLiteral("0.0.0.0");

  /** What holds if nothing is said. */
  public static final NetworkDefaults NOTHING_SAID =
      new NetworkDefaults(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          true,
          true,
          1500,
          EVERYWHERE,
          List.of(),
          Map.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of());

  /** Whether there is no default network. */
  boolean isWithoutBridge() {
    return bridge.filter("none"::equals).isPresent();
  }
}
