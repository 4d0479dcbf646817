package dev.stevedore.dockerd.network.config;

import dev.stevedore.dockerd.network.address.SubnetPools;
import dev.stevedore.dockerd.network.model.Resolver;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/**
 * What the daemon is told of networks.
 *
 * @param bridge of the default network
 * @param pools where networks get subnets that nobody chose; empty: Docker's
 * @param options by driver, of networks that do not say otherwise
 * @param hostGateways what {@code host-gateway} means; empty: the default bridge
 * @param resolver for containers that do not say otherwise
 * @param settled whether the default network stays where it is though the pools have changed
 */
public record NetworkDefaults(
    DefaultBridge bridge,
    List<SubnetPools.Pool> pools,
    Map<String, Map<String, String>> options,
    List<InetAddress> hostGateways,
    Resolver resolver,
    boolean settled) {
  /** What holds if nothing is said. */
  public static final NetworkDefaults NOTHING_SAID =
      new NetworkDefaults(
          DefaultBridge.NOTHING_SAID, List.of(), Map.of(), List.of(), Resolver.NOTHING_SAID, false);
}
