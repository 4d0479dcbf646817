package dev.stevedore.dockerd.network.recovery;

import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.model.Sandbox;
import dev.stevedore.dockerd.network.sandbox.NamespacePool;
import dev.stevedore.dockerd.network.sandbox.Wiring;
import dev.stevedore.lib.linux.netlink.route.Link;
import dev.stevedore.lib.linux.netlink.route.Links;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds links that were made for containers, and are nobody's. */
public final class Strays {
  private Strays() {}

  /**
   * Ports of our bridges. On a bridge that is somebody else's, only those that say that they are
   * ours: others may call theirs veth, too.
   *
   * @param all the host's links
   * @param wanted the names of those that containers have
   */
  public static List<Link> ports(
      Collection<Link> all, Collection<Network> networks, Set<String> wanted) {
    Map<String, Network> bridges = new HashMap<>();
    networks.stream().filter(Network::isBridge).forEach(n -> bridges.put(n.bridge(), n));
    Map<Integer, Network> byIndex = new HashMap<>();
    for (Link link : all) {
      Network network = bridges.get(link.name());
      if (network != null) {
        byIndex.put(link.index(), network);
      }
    }
    return all.stream()
        .filter(link -> !wanted.contains(link.name()) && link.name().startsWith("veth"))
        .filter(link -> link.kind().filter("veth"::equals).isPresent())
        .filter(
            link ->
                link.master()
                    .flatMap(m -> Optional.ofNullable(byIndex.get(m)))
                    .filter(network -> !network.borrowed() || isOurs(link))
                    .isPresent())
        .toList();
  }

  private static boolean isOurs(Link link) {
    return link.alias().filter(a -> a.startsWith(Wiring.ALIAS)).isPresent();
  }

  /**
   * Links in a container's namespace that sit on a link of the host: those of networks that it is
   * no longer in.
   */
  public static List<String> inside(Sandbox sandbox, List<Endpoint> endpoints) throws IOException {
    Set<String> wanted = new HashSet<>();
    endpoints.forEach(e -> e.link().ifPresent(l -> wanted.add(l.name())));
    try (NamespacePool.Sandbox namespace = NamespacePool.open(Path.of(sandbox.namespace()))) {
      return Links.list(namespace.route()).stream()
          .filter(l -> l.kind().filter(Set.of("macvlan", "ipvlan")::contains).isPresent())
          .map(Link::name)
          .filter(name -> !wanted.contains(name))
          .toList();
    }
  }

  /** Ports of bridges that no container has. */
  public static List<Link> ports(HostNetwork host, Collection<Network> networks, Set<String> wanted)
      throws IOException {
    return ports(Links.list(host.route()), networks, wanted);
  }
}
