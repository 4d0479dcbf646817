package dev.stevedore.dockerd.network.predefined;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.network.address.Addresses;
import dev.stevedore.dockerd.network.address.Ipam;
import dev.stevedore.dockerd.network.address.Subnet;
import dev.stevedore.dockerd.network.address.SubnetPools;
import dev.stevedore.dockerd.network.config.DefaultBridge;
import dev.stevedore.dockerd.network.config.HostNames;
import dev.stevedore.dockerd.network.config.NetworkDefaults;
import dev.stevedore.dockerd.network.definition.NetworkFactory;
import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.dockerd.network.link.HostLinks;
import dev.stevedore.dockerd.network.model.BridgeOptions;
import dev.stevedore.dockerd.network.model.Declaration;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.state.Ids;
import dev.stevedore.dockerd.network.state.NetworkStore;
import dev.stevedore.dockerd.network.state.Registry;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import dev.stevedore.lib.linux.netlink.route.Link;
import dev.stevedore.lib.linux.netlink.route.Links;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the network that containers are in unless they say otherwise; makes it anew, with the same
 * id, when the daemon is told other things of it than the last one was.
 */
public final class DefaultNetwork {
  private static final Logger LOG = LoggerFactory.getLogger(DefaultNetwork.class);
  private static final String SETTING = "default-network";

  private final HostNetwork host;
  private final HostLinks links;
  private final NetworkStore store;
  private final Registry registry;
  private final NetworkFactory factory;
  private final NetworkDefaults defaults;
  private final DefaultBridge bridge;
  private final HostNames names;

  /** Makes it with these. */
  public DefaultNetwork(
      HostNetwork host,
      HostLinks links,
      NetworkStore store,
      Registry registry,
      NetworkFactory factory,
      NetworkDefaults defaults,
      HostNames names) {
    this.host = host;
    this.links = links;
    this.store = store;
    this.registry = registry;
    this.factory = factory;
    this.defaults = defaults;
    this.bridge = defaults.bridge();
    this.names = names;
  }

  /**
   * Has it be in the registry and the store, as the daemon was told.
   *
   * @param inUse the ids of networks that containers run in
   */
  public void ensure(Set<String> inUse) throws IOException {
    Optional<Network> known = registry.byName(Network.DEFAULT);
    if (bridge.isNone()) {
      // It stays in the store: containers that are in it are in it again when it is back.
      registry.withoutDefault(known.map(Network::id).orElse(""));
      return;
    }
    Map<String, String> options = options();
    List<Ipam.Pool> pools = pools();
    String wanted = text(options, pools);
    Optional<String> before = store.setting(SETTING);
    boolean same = known.isPresent() && isSame(before.orElseGet(() -> older(known.get())), wanted);
    if (same && !isMisplaced(known.get(), pools)) {
      remember(before, wanted);
      return;
    }
    if (known.isPresent() && inUse.contains(known.get().id())) {
      LOG.warn(
          "the default network stays as it is while containers run in it; its new configuration"
              + " holds from the next start without them");
      return;
    }
    if (known.isPresent()) {
      registry.remove(known.get().id());
      links.delete(known.get(), List.of());
    }
    Declaration said =
        Declaration.ofPredefined(
            Network.DEFAULT,
            known.map(Network::id).orElseGet(Ids::random),
            known.map(n -> n.declaration().created()).orElseGet(Instant::now),
            "bridge",
            bridge.ipv6(),
            options);
    List<Ipam.Pool> all = new ArrayList<>(pools);
    known.ifPresent(network -> all.addAll(kept(network, before, pools)));
    Network asked = new Network(said, Ipam.of(Optional.empty(), all), bridge.name().isPresent());
    Network made = factory.decide(asked, registry.subnets());
    store.put(made);
    registry.add(made);
    remember(before, wanted);
  }

  /** Whether two texts say the same, in whatever order: daemons have written any. */
  private static boolean isSame(String before, String wanted) {
    return tree(before).equals(tree(wanted));
  }

  private static JsonNode tree(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot read the default network's configuration", e);
    }
  }

  /** Whether a subnet of it that nobody chose is none of those that are to be taken now. */
  private boolean isMisplaced(Network known, List<Ipam.Pool> pools) {
    return Stream.of(false, true)
        .filter(v6 -> !has(pools, v6))
        .anyMatch(v6 -> known.pools(v6).stream().anyMatch(this::isMisplaced));
  }

  private boolean isMisplaced(Ipam.Pool pool) {
    Subnet subnet = Subnet.parse(pool.subnet().orElseThrow());
    List<SubnetPools.Pool> offered =
        defaults.pools().stream().filter(p -> p.base().isV6() == subnet.isV6()).toList();
    return !defaults.settled()
        && !offered.isEmpty()
        && offered.stream().noneMatch(p -> p.hands(subnet));
  }

  /** The subnets that nobody chose, before or now, stay what they are. */
  private List<Ipam.Pool> kept(Network known, Optional<String> before, List<Ipam.Pool> pools) {
    List<Ipam.Pool> chosen = chosen(before);
    List<Ipam.Pool> kept = new ArrayList<>();
    for (boolean v6 : bridge.ipv6() ? List.of(false, true) : List.of(false)) {
      if (!has(chosen, v6) && !has(pools, v6)) {
        known.pools(v6).stream().filter(p -> !isMisplaced(p)).forEach(kept::add);
      }
    }
    return kept;
  }

  private static boolean has(List<Ipam.Pool> pools, boolean v6) {
    return pools.stream()
        .flatMap(p -> p.subnet().stream())
        .anyMatch(s -> Subnet.parse(s).isV6() == v6);
  }

  /** The subnets that the last daemon was told. */
  private static List<Ipam.Pool> chosen(Optional<String> before) {
    try {
      List<Ipam.Pool> chosen = new ArrayList<>();
      for (JsonNode pool : tree(before.orElse("{}")).path("pools")) {
        chosen.add(Json.MAPPER.treeToValue(pool, Ipam.Pool.class));
      }
      return chosen;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot read the default network's configuration", e);
    }
  }

  private void remember(Optional<String> before, String wanted) {
    if (!before.equals(Optional.of(wanted))) {
      store.set(SETTING, wanted);
    }
  }

  /** What an older daemon, which could be told nothing, made. */
  private String older(Network known) {
    boolean asNow = known.options().equals(options()) && !known.ipv6();
    return asNow ? text(known.options(), List.of()) : "";
  }

  private String text(Map<String, String> options, List<Ipam.Pool> pools) {
    try {
      return Json.MAPPER.writeValueAsString(
          new TreeMap<>(
              Map.of("options", new TreeMap<>(options), "pools", pools, "ipv6", bridge.ipv6())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write the default network's configuration", e);
    }
  }

  private Map<String, String> options() {
    Map<String, String> options = new HashMap<>();
    options.put(BridgeOptions.DEFAULT_BRIDGE, "true");
    options.put(BridgeOptions.ICC, String.valueOf(bridge.icc()));
    options.put(BridgeOptions.MASQUERADE, String.valueOf(bridge.masquerade()));
    options.put(BridgeOptions.HOST_BINDING, Addresses.text(bridge.binding()));
    options.put(BridgeOptions.NAME, bridge.name().orElse(names.bridge()));
    options.put(BridgeOptions.MTU, String.valueOf(bridge.mtu()));
    return Map.copyOf(options);
  }

  /** What is asked for of its subnets; nothing of those that are to be chosen. */
  private List<Ipam.Pool> pools() throws IOException {
    Ipam.Pool v4 = pool(false, bridge.v4());
    Ipam.Pool v6 = pool(true, bridge.v6());
    return (bridge.ipv6() ? List.of(v4, v6) : List.of(v4))
        .stream().filter(p -> p.subnet().isPresent()).toList();
  }

  private Ipam.Pool pool(boolean v6, DefaultBridge.Plan plan) throws IOException {
    Optional<InterfaceAddress> range = plan.range();
    Optional<InetAddress> gateway = plan.gateway();
    Optional<InterfaceAddress> own =
        plan.address().isPresent() ? plan.address() : addressOfBridge(v6, range);
    Optional<Subnet> subnet = own.or(() -> range).map(DefaultNetwork::around);
    if (gateway.isPresent() && subnet.filter(s -> s.contains(gateway.get())).isEmpty()) {
      throw new IOException("default gateway ip must be part of the network");
    }
    return new Ipam.Pool(
        subnet.map(Subnet::toString),
        range.map(r -> around(r).toString()).filter(_ -> subnet.isPresent()),
        own.map(a -> Addresses.text(a.address())),
        gateway.map(
            g -> Map.of(v6 ? "DefaultGatewayIPv6" : "DefaultGatewayIPv4", Addresses.text(g))));
  }

  private static Subnet around(InterfaceAddress address) {
    return Subnet.around(address.address(), address.prefixLength());
  }

  /** The address that somebody else's bridge has: the one that the range is in, or the first. */
  private Optional<InterfaceAddress> addressOfBridge(boolean v6, Optional<InterfaceAddress> range)
      throws IOException {
    if (bridge.name().isEmpty()) {
      return Optional.empty();
    }
    String name = bridge.name().get();
    if (!links.bridges().exists(name)) {
      throw new IOException(
          "bridge device with non default name " + name + " must be created manually");
    }
    int index = Links.find(host.route(), name).map(Link::index).orElse(0);
    List<InterfaceAddress> all =
        dev.stevedore.lib.linux.netlink.route.Addresses.list(host.route()).stream()
            .filter(a -> a.link() == index && a.address().isV6() == v6)
            .map(dev.stevedore.lib.linux.netlink.route.Addresses.OfLink::address)
            .filter(a -> !a.address().isLinkLocalAddress())
            .collect(Collectors.toList());
    return all.stream()
        .filter(a -> range.filter(r -> around(a).contains(r.address())).isPresent())
        .findFirst()
        .or(() -> all.stream().findFirst());
  }
}
