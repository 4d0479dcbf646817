package dev.stevedore.dockerd.network.firewall;

import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import java.util.List;

/**
 * What the firewall has to know of a bridge network.
 *
 * @param bridge the bridge's name
 * @param subnets its containers' addresses
 * @param internal whether nothing goes in or out
 * @param icc whether its containers reach each other
 * @param masquerade4 whether IPv4 packets leave with the host's address
 * @param masquerade6 whether IPv6 packets do
 * @param ways4 who gets in by containers' own addresses of IPv4
 * @param ways6 likewise of IPv6
 */
public record BridgeRules(
    String bridge,
    List<InterfaceAddress> subnets,
    boolean internal,
    boolean icc,
    boolean masquerade4,
    boolean masquerade6,
    Ways ways4,
    Ways ways6) {
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
