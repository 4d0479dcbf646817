package dev.stevedore.dockerd.network.firewall;

import dev.stevedore.dockerd.network.address.Subnet;
import dev.stevedore.dockerd.network.config.FirewallConfig;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What the firewall has to know of a bridge network.
 *
 * @param bridge the bridge's name
 * @param subnets its containers' addresses
 * @param internal whether nothing goes in or out
 * @param icc whether its containers reach each other
 * @param masquerade4 whether IPv4 packets leave with the host's address
 * @param masquerade6 whether IPv6 packets do
 * @param source4 the host's address that IPv4 packets leave with; absent: that of the link
 * @param source6 likewise of IPv6
 * @param ways4 who gets in by containers' own addresses of IPv4
 * @param ways6 likewise of IPv6
 * @param trusted links of the host by which all get in to published ports by containers' own
 *     addresses
 */
public record BridgeRules(
    String bridge,
    List<InterfaceAddress> subnets,
    boolean internal,
    boolean icc,
    boolean masquerade4,
    boolean masquerade6,
    Optional<InetAddress> source4,
    Optional<InetAddress> source6,
    Ways ways4,
    Ways ways6,
    List<String> trusted) {
  /** What is left of it where rules are made for some versions only. */
  BridgeRules of(FirewallConfig.Scope scope) {
    return new BridgeRules(
        bridge,
        subnets.stream().filter(s -> scope.makes(s.isV6())).toList(),
        internal,
        icc,
        masquerade4 && scope.v4(),
        masquerade6 && scope.v6(),
        source4,
        source6,
        scope.v4() ? ways4 : Ways.NONE,
        scope.v6() ? ways6 : Ways.NONE,
        trusted);
  }

  /** Whether a container at this address is in it. */
  boolean has(InetAddress container) {
    return subnets.stream()
        .anyMatch(s -> Subnet.around(s.address(), s.prefixLength()).contains(container));
  }

  /** Who gets in by containers' own addresses. */
  public enum Ways {
    /** Nobody. */
    NONE,

    /** All, by the ports that are published; and pings. */
    ROUTED,

    /** All but containers of other networks, by all ports. */
    OPEN
  }
}
