package dev.stevedore.dockerd.network.model;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.lib.linux.netlink.route.Links.IpvlanFlag;
import dev.stevedore.lib.linux.netlink.route.Links.IpvlanMode;
import dev.stevedore.lib.linux.netlink.route.Links.MacvlanMode;
import java.util.Map;
import java.util.Optional;

/**
 * The options of a network whose containers sit on a link of the host, as neighbours of whoever is
 * on the other side of it: drivers macvlan and ipvlan.
 */
public sealed interface Lan {
  /** The link of the host that was asked for; empty: a dead end of the network's own. */
  Optional<String> parent();

  /** Each container has an Ethernet address of its own. */
  record Macvlan(Optional<String> parent, MacvlanMode mode) implements Lan {}

  /** All have the parent's Ethernet address. */
  record Ipvlan(Optional<String> parent, IpvlanMode mode, IpvlanFlag flag) implements Lan {}

  /** Whether packets for everywhere leave by the link, with no gateway: the parent routes them. */
  default boolean isRoutedByParent() {
    return this instanceof Ipvlan(_, IpvlanMode mode, _) && mode != IpvlanMode.L2;
  }

  /**
   * Reads the options; nothing for other drivers. The errors are Docker's, and its status too.
   *
   * @throws ApiException.Internal if a value makes no sense
   */
  static Optional<Lan> of(String driver, Map<String, String> options) {
    Optional<String> parent = Optional.ofNullable(options.get("parent")).filter(p -> !p.isEmpty());
    Optional<Lan> lan =
        switch (driver) {
          case "macvlan" -> Optional.of(new Macvlan(parent, macvlanMode(options)));
          case "ipvlan" ->
              Optional.of(new Ipvlan(parent, ipvlanMode(options), ipvlanFlag(options)));
          default -> Optional.empty();
        };
    if (lan.isPresent() && parent.filter("lo"::equals).isPresent()) {
      throw new ApiException.Internal(
          "loopback interface is not a valid " + driver + " parent link");
    }
    return lan;
  }

  private static MacvlanMode macvlanMode(Map<String, String> options) {
    String mode = options.getOrDefault("macvlan_mode", "");
    return switch (mode) {
      case "", "bridge" -> MacvlanMode.BRIDGE;
      case "private" -> MacvlanMode.PRIVATE;
      case "vepa" -> MacvlanMode.VEPA;
      case "passthru" -> MacvlanMode.PASSTHRU;
      default ->
          throw new ApiException.Internal(
              "requested macvlan mode '"
                  + mode
                  + "' is not valid, 'bridge' mode is the macvlan driver default");
    };
  }

  private static IpvlanMode ipvlanMode(Map<String, String> options) {
    String mode = options.getOrDefault("ipvlan_mode", "");
    return switch (mode) {
      case "", "l2" -> IpvlanMode.L2;
      case "l3" -> IpvlanMode.L3;
      case "l3s" -> IpvlanMode.L3S;
      default ->
          throw new ApiException.Internal(
              "requested ipvlan mode '"
                  + mode
                  + "' is not valid, 'l2' mode is the ipvlan driver default");
    };
  }

  private static IpvlanFlag ipvlanFlag(Map<String, String> options) {
    String flag = options.getOrDefault("ipvlan_flag", "");
    return switch (flag) {
      case "", "bridge" -> IpvlanFlag.BRIDGE;
      case "private" -> IpvlanFlag.PRIVATE;
      case "vepa" -> IpvlanFlag.VEPA;
      default ->
          throw new ApiException.Internal(
              "requested ipvlan flag '"
                  + flag
                  + "' is not valid, 'bridge' is the ipvlan driver default");
    };
  }
}
