package dev.stevedore.dockerd.network.predefined;

import dev.stevedore.dockerd.network.address.Ipam;
import dev.stevedore.dockerd.network.model.Declaration;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.state.Ids;
import dev.stevedore.dockerd.network.state.NetworkStore;
import dev.stevedore.dockerd.network.state.Registry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The networks host and none, which have no links of ours. */
public final class PlainNetworks {
  private PlainNetworks() {}

  /** Has them be in the registry and the store. */
  public static void ensure(Registry registry, NetworkStore store) {
    Map.of("host", "host", "none", "null")
        .forEach(
            (name, driver) -> {
              if (registry.byName(name).isEmpty()) {
                Network network = make(name, driver);
                store.put(network);
                registry.add(network);
              }
            });
  }

  private static Network make(String name, String driver) {
    Declaration said =
        Declaration.ofPredefined(name, Ids.random(), Instant.now(), driver, false, Map.of());
    return new Network(
        said, new Ipam(Optional.of("default"), Optional.empty(), Optional.empty()), false);
  }
}
