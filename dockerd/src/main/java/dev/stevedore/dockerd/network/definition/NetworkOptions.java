package dev.stevedore.dockerd.network.definition;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.network.model.Announcing;
import dev.stevedore.dockerd.network.model.BridgeOptions;
import dev.stevedore.dockerd.network.model.GatewayMode;
import dev.stevedore.dockerd.network.model.Network;
import java.util.Set;

/** Checks a new network's driver and its options; the texts are Docker's. */
final class NetworkOptions {
  private static final String PREFIX = "com.docker.network.";
  private static final int MAX_LINK_NAME = 15;
  private static final Set<String> OF_ALL =
      Set.of(
          BridgeOptions.MTU,
          PREFIX + "enable_ipv4",
          PREFIX + "enable_ipv6",
          Announcing.MESSAGES,
          Announcing.INTERVAL);
  private static final Set<String> OF_BRIDGES =
      Set.of(
          BridgeOptions.NAME,
          BridgeOptions.DEFAULT_BRIDGE,
          BridgeOptions.ICC,
          BridgeOptions.MASQUERADE,
          BridgeOptions.MODE4,
          BridgeOptions.MODE6,
          BridgeOptions.INHIBIT4,
          BridgeOptions.HOST_BINDING,
          BridgeOptions.SOURCE4,
          BridgeOptions.SOURCE6,
          BridgeOptions.TRUSTED,
          BridgeOptions.LINK_PREFIX);

  private NetworkOptions() {}

  /** Refuses a driver that is not there. */
  static void checkDriver(NetworkRequest request, String driver) {
    if (driver.equals("overlay")) {
      throw new ApiException.Forbidden(
          "This node is not a swarm manager, and cannot become one: overlay networks are not"
              + " available.");
    }
    if (request.scope().filter("swarm"::equals).isPresent()) {
      throw new ApiException.Forbidden(
          "cannot create a swarm scoped network when swarm is not active");
    }
    if (request.ingress()) {
      throw new ApiException.Forbidden("Ingress network can only be global scope network");
    }
    switch (driver) {
      case "bridge", "macvlan", "ipvlan" -> {}
      case "host", "null", "none" ->
          throw new ApiException.Forbidden(
              "only one instance of \"" + driver + "\" network is allowed");
      default -> throw new ApiException.NotFound("plugin \"" + driver + "\" not found");
    }
  }

  /** Refuses options that make no sense, and those that are Docker's but not done. */
  static void check(Network network) {
    for (String option : network.options().keySet()) {
      boolean known =
          OF_ALL.contains(option) || (network.isBridge() && OF_BRIDGES.contains(option));
      if (option.startsWith(PREFIX) && !known) {
        throw new ApiException.NotImplemented(
            "the option "
                + option
                + " is not available for networks of the driver "
                + network.driver());
      }
    }
    network.mtu();
    network.lan();
    network.announcing();
    if (network.isBridge()) {
      bridge(network, network.bridgeOptions());
    }
  }

  private static void bridge(Network network, BridgeOptions options) {
    String name = network.bridge();
    if (name.length() > MAX_LINK_NAME || name.contains("/")) {
      throw new ApiException.BadParameter("invalid bridge name: " + name);
    }
    boolean isolated =
        options.mode4() == GatewayMode.ISOLATED || options.mode6() == GatewayMode.ISOLATED;
    if (isolated && !network.internal()) {
      throw new ApiException.Internal(
          "gateway mode 'isolated' can only be used for an internal network");
    }
    if (!network.ipv4() && !network.ipv6()) {
      throw new ApiException.BadParameter("IPv4 or IPv6 must be enabled");
    }
  }
}
