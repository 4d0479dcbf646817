package dev.stevedore.dockerd.network.config;

import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import java.net.InetAddress;
import java.util.Optional;

/**
 * What the daemon is told of the default network.
 *
 * @param name a bridge that is there; {@code none}: no such network; absent: one of ours
 * @param v4 its addresses of version 4
 * @param v6 likewise of version 6
 * @param ipv6 whether it has IPv6
 * @param icc whether its containers reach each other
 * @param masquerade whether its packets leave with the host's address
 * @param mtu its longest packet
 * @param binding where its ports are published that say no address
 */
public record DefaultBridge(
    Optional<String> name,
    Plan v4,
    Plan v6,
    boolean ipv6,
    boolean icc,
    boolean masquerade,
    int mtu,
    InetAddress binding) {
  /** All addresses of the host. */
  public static final InetAddress EVERYWHERE = InetAddress.ofLiteral("0.0.0.0");

  /** What holds if nothing is said. */
  public static final DefaultBridge NOTHING_SAID =
      new DefaultBridge(
          Optional.empty(), Plan.OPEN, Plan.OPEN, false, true, true, 1500, EVERYWHERE);

  /**
   * The addresses of one version.
   *
   * @param address the bridge's, with its subnet
   * @param range where containers' addresses come from
   * @param gateway who routes for it, if not the bridge
   */
  public record Plan(
      Optional<InterfaceAddress> address,
      Optional<InterfaceAddress> range,
      Optional<InetAddress> gateway) {
    /** Nothing said. */
    public static final Plan OPEN = new Plan(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Whether there is no default network. */
  public boolean isNone() {
    return name.filter("none"::equals).isPresent();
  }
}
