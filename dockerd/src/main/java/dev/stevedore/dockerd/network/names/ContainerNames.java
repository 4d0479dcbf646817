package dev.stevedore.dockerd.network.names;

import dev.stevedore.dockerd.network.address.Addresses;
import dev.stevedore.dockerd.network.dns.DnsServer;
import dev.stevedore.dockerd.network.dns.Names;
import dev.stevedore.dockerd.network.dns.Upstream;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.model.Sandbox;
import dev.stevedore.dockerd.network.sandbox.ResolvConf;
import dev.stevedore.dockerd.network.state.Connections;
import dev.stevedore.lib.linux.netns.InThread;
import dev.stevedore.lib.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one container sees of names: those in its networks, one network after the other, and who is
 * asked for others. What it sees is put together once for each change of any connection.
 */
final class ContainerNames implements Names {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerNames.class);
  private static final int PORT = 53;

  /**
   * One network as this container sees it.
   *
   * @param links its own names for others: {@code --link other:name}
   */
  private record Place(NameIndex index, Map<String, NameIndex.Called> links) {
    Optional<NameIndex.Called> called(String name) {
      return Optional.ofNullable(links.get(name)).or(() -> index.called(name));
    }
  }

  private record Seen(long version, List<Place> places) {}

  private final String container;
  private final Connections connections;
  private final Function<Network, NameIndex> indexes;
  private volatile Seen seen = new Seen(-1, List.of());

  ContainerNames(String container, Connections connections, Function<Network, NameIndex> indexes) {
    this.container = container;
    this.connections = connections;
    this.indexes = indexes;
  }

  private List<Place> places() {
    Seen known = seen;
    long version = connections.version();
    if (known.version != version) {
      known = new Seen(version, look());
      seen = known;
    }
    return known.places;
  }

  private List<Place> look() {
    List<Place> places = new ArrayList<>();
    for (Endpoint endpoint : connections.of(container)) {
      connections
          .network(endpoint)
          .filter(network -> network.hasNames() && endpoint.link().isPresent())
          .ifPresent(network -> places.add(place(endpoint, network)));
    }
    return places;
  }

  private Place place(Endpoint endpoint, Network network) {
    NameIndex index = indexes.apply(network);
    Map<String, NameIndex.Called> links = new HashMap<>();
    for (String link : endpoint.config().links().orElse(List.of())) {
      int colon = link.indexOf(':');
      String target = colon < 0 ? link : link.substring(0, colon);
      String alias = (colon < 0 ? link : link.substring(colon + 1)).toLowerCase(Locale.ROOT);
      index
          .called(target.toLowerCase(Locale.ROOT))
          .or(() -> byId(target, network, index))
          .ifPresent(called -> links.put(alias, called));
    }
    return new Place(index, links);
  }

  private Optional<NameIndex.Called> byId(String start, Network network, NameIndex index) {
    return connections.in(network).stream()
        .filter(e -> e.container().startsWith(start))
        .flatMap(e -> NameIndex.names(e, connections).stream())
        .findFirst()
        .flatMap(name -> index.called(name.toLowerCase(Locale.ROOT)));
  }

  @Override
  public Optional<List<InetAddress>> addresses(String name, boolean v6) {
    Optional<List<InetAddress>> whole = first(place -> place.called(name), v6);
    return whole.isPresent()
        ? whole
        : first(place -> place.index.withoutSuffix(name).flatMap(place::called), v6);
  }

  /** The addresses in the first network where there are any of the version. */
  private Optional<List<InetAddress>> first(
      Function<Place, Optional<NameIndex.Called>> look, boolean v6) {
    Optional<List<InetAddress>> found = Optional.empty();
    for (Place place : places()) {
      Optional<NameIndex.Called> called = look.apply(place);
      if (called.isPresent()) {
        found = called.map(c -> c.addresses(v6));
        if (!found.get().isEmpty()) {
          return found;
        }
      }
    }
    return found;
  }

  @Override
  public Optional<String> name(InetAddress address) {
    return places().stream().flatMap(place -> place.index.name(address).stream()).findFirst();
  }

  @Override
  public Upstream upstream() {
    Optional<ContainerFacts> facts = connections.facts(container);
    List<String> own = facts.map(f -> f.resolver().servers()).orElse(List.of());
    List<String> options = facts.map(f -> f.resolver().options()).orElse(List.of());
    ResolvConf host = host();
    boolean keepsPlain = (options.isEmpty() ? host.hasDots() : ResolvConf.hasDots(options));
    if (!own.isEmpty()) {
      return new Upstream(servers(own, true), keepsPlain);
    }
    // A container that nothing leads out of shall not reach others by names either.
    boolean outside =
        connections.of(container).stream()
            .filter(e -> e.link().isPresent())
            .anyMatch(e -> connections.network(e).filter(n -> !n.internal()).isPresent());
    return new Upstream(outside ? servers(host.orPublic(), false) : List.of(), keepsPlain);
  }

  private static ResolvConf host() {
    try {
      return ResolvConf.ofHost();
    } catch (IOException e) {
      LOG.warn("the host's name servers are not known: {}", e.getMessage());
      return ResolvConf.EMPTY;
    }
  }

  private static List<Upstream.Server> servers(List<String> servers, boolean inside) {
    return servers.stream()
        .filter(server -> !(inside && server.equals(DnsServer.ADDRESS)))
        .flatMap(server -> Addresses.parse(server).stream())
        .map(address -> new Upstream.Server(new InetSocketAddress(address, PORT), inside))
        .toList();
  }

  @Override
  public <T> T inside(InThread.Work<T> work) throws IOException {
    Sandbox sandbox =
        connections
            .sandbox(container)
            .orElseThrow(() -> new IOException("container " + container + " does not run"));
    try (NetworkNamespace namespace = NetworkNamespace.open(Path.of(sandbox.namespace()))) {
      return namespace.call(work);
    }
  }
}
