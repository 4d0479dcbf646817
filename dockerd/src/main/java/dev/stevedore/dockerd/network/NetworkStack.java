package dev.stevedore.dockerd.network;

import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.check.Inspection;
import dev.stevedore.dockerd.events.Events;
import dev.stevedore.dockerd.network.address.Subnet;
import dev.stevedore.dockerd.network.address.SubnetPools;
import dev.stevedore.dockerd.network.api.ConnectEndpoint;
import dev.stevedore.dockerd.network.api.ContainerTurns;
import dev.stevedore.dockerd.network.api.NetworkEndpoint;
import dev.stevedore.dockerd.network.api.NetworkViews;
import dev.stevedore.dockerd.network.config.FirewallConfig;
import dev.stevedore.dockerd.network.config.HostNames;
import dev.stevedore.dockerd.network.config.NetworkDefaults;
import dev.stevedore.dockerd.network.definition.NetworkFactory;
import dev.stevedore.dockerd.network.definition.NetworkRequest;
import dev.stevedore.dockerd.network.definition.Networks;
import dev.stevedore.dockerd.network.dns.DnsLoop;
import dev.stevedore.dockerd.network.endpoint.Attacher;
import dev.stevedore.dockerd.network.endpoint.LinkPorts;
import dev.stevedore.dockerd.network.endpoint.Membership;
import dev.stevedore.dockerd.network.firewall.Backend;
import dev.stevedore.dockerd.network.firewall.Firewall;
import dev.stevedore.dockerd.network.firewall.HostForwarding;
import dev.stevedore.dockerd.network.firewall.NftBackend;
import dev.stevedore.dockerd.network.firewall.NoBackend;
import dev.stevedore.dockerd.network.firewall.iptables.IptablesBackend;
import dev.stevedore.dockerd.network.firewalld.Firewalld;
import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.dockerd.network.link.HostLinks;
import dev.stevedore.dockerd.network.link.LoopCable;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import dev.stevedore.dockerd.network.model.EndpointConfig;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.names.ContainerFiles;
import dev.stevedore.dockerd.network.names.ContainerLinks;
import dev.stevedore.dockerd.network.names.NameServers;
import dev.stevedore.dockerd.network.port.HostPorts;
import dev.stevedore.dockerd.network.port.PortPublishing;
import dev.stevedore.dockerd.network.port.Publisher;
import dev.stevedore.dockerd.network.port.StaleFlows;
import dev.stevedore.dockerd.network.predefined.DefaultNetwork;
import dev.stevedore.dockerd.network.predefined.PlainNetworks;
import dev.stevedore.dockerd.network.recovery.NetworkInspections;
import dev.stevedore.dockerd.network.recovery.Reconciler;
import dev.stevedore.dockerd.network.relay.Relay;
import dev.stevedore.dockerd.network.sandbox.Announcer;
import dev.stevedore.dockerd.network.sandbox.NamespacePool;
import dev.stevedore.dockerd.network.sandbox.Reaper;
import dev.stevedore.dockerd.network.sandbox.Wiring;
import dev.stevedore.dockerd.network.state.Connections;
import dev.stevedore.dockerd.network.state.NetworkStore;
import dev.stevedore.dockerd.network.state.Registry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All of networks, wired. */
public final class NetworkStack implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkStack.class);

  private final NetworkStore store;
  private final Reaper reaper;
  private final Announcer announcer;
  private final NameServers nameServers;
  private final HostNetwork host;
  private final Firewall firewall;
  private final HostForwarding forwarding;
  private final HostPorts ports;
  private final Optional<Relay> relay;
  private final NamespacePool namespaces;
  private final Registry registry;
  private final HostLinks links;
  private final Networks networks;
  private final Connections connections;
  private final Membership membership;
  private final NetworkService service;
  private final NetworkEndpoint endpoint;

  /**
   * Brings all networks up.
   *
   * @param host where containers are connected; taken over
   * @param dataRoot the daemon's, for the database
   * @param execRoot the daemon's, for namespaces
   * @param names of what is seen on the host, different for each engine
   * @param defaults what the daemon is told of networks
   * @param config what it is told of the firewall
   */
  public NetworkStack(
      HostNetwork host,
      Path dataRoot,
      Path execRoot,
      HostNames names,
      NetworkDefaults defaults,
      FirewallConfig config,
      Events events)
      throws IOException {
    this.host = host;
    Path directory = Files.createDirectories(dataRoot.resolve("network"));
    store = new NetworkStore(directory.resolve("networks.db"));
    registry = new Registry();
    links = new HostLinks(host);
    firewall = new Firewall(backend(host, names, config), new Firewalld(host), config.scope());
    forwarding = new HostForwarding(host, registry, store, firewall, config);
    NetworkFactory factory =
        new NetworkFactory(host, SubnetPools.of(defaults.pools(), ula()), defaults.options());
    networks = new Networks(registry, factory, store, links, firewall, forwarding, events);
    ports = new HostPorts(host, v6 -> config.relayed() && (v6 || !config.scope().v4()));
    relay = config.relayed() ? Optional.of(new Relay(host)) : Optional.empty();
    Publisher publisher = new Publisher(ports, firewall, new StaleFlows(host), relay);
    store.networks().forEach(registry::add);
    PlainNetworks.ensure(registry, store);
    connections = new Connections(store, registry);
    new DefaultNetwork(host, links, store, registry, factory, defaults, names)
        .ensure(connections.inUse());
    namespaces = new NamespacePool(execRoot.resolve("netns"));
    reaper = new Reaper(host);
    announcer = new Announcer(host);
    nameServers = new NameServers(connections, new DnsLoop(host.namespace()));
    PortPublishing publishing = new PortPublishing(connections, publisher);
    Wiring wiring = new Wiring(host, links);
    ContainerLinks containerLinks = new ContainerLinks(connections, registry);
    LinkPorts linkPorts = new LinkPorts(registry, containerLinks, firewall, store);
    Attacher attacher =
        new Attacher(
            registry,
            connections,
            namespaces,
            wiring,
            publisher,
            publishing,
            networks,
            reaper,
            nameServers,
            linkPorts,
            announcer);
    Reconciler reconciler =
        new Reconciler(
            host,
            registry,
            connections,
            attacher,
            namespaces,
            publisher,
            publishing,
            firewall,
            nameServers,
            linkPorts,
            reaper);
    forwarding.ensure(registry.all());
    for (Network network : registry.all()) {
      bringUp(network);
    }
    reconciler.expect();
    firewall.install();
    firewall.watch();
    warnings().forEach(LOG::warn);
    ContainerFiles files =
        new ContainerFiles(
            registry, connections, nameServers, containerLinks, defaults.hostGateways());
    membership = new Membership(connections, attacher, nameServers, files, defaults.resolver());
    NetworkViews views = new NetworkViews(connections);
    service =
        new NetworkService(
            registry,
            connections,
            attacher,
            publishing,
            views,
            reconciler,
            containerLinks,
            files,
            linkPorts,
            defaults.resolver());
    endpoint = new NetworkEndpoint(registry, networks, connections, views);
  }

  /** Makes what a network needs of the host, after a reboot perhaps. */
  private void bringUp(Network network) throws IOException {
    try {
      links.ensure(network);
    } catch (IOException e) {
      if (network.lan().isEmpty()) {
        throw e;
      }
      // Its parent may be a card that is not there yet: its containers do not start until it is.
      LOG.warn("network {}: {}", network.name(), e.getMessage());
    }
  }

  private static Backend backend(HostNetwork host, HostNames names, FirewallConfig config) {
    LoopCable cable = new LoopCable(host, names.cable());
    if (!config.scope().makesAny()) {
      return new NoBackend(
          NftBackend.isAvailable(host)
              ? Optional.of(
                  new NftBackend(host, names.table(), cable, false, FirewallConfig.Scope.USUAL))
              : Optional.empty());
    }
    FirewallConfig.Backend chosen = config.backend();
    if (chosen == FirewallConfig.Backend.NFTABLES && !NftBackend.isAvailable(host)) {
      LOG.warn("the kernel has no nftables: the firewall is made with iptables");
      chosen = FirewallConfig.Backend.IPTABLES;
    }
    return switch (chosen) {
      case NFTABLES ->
          new NftBackend(host, names.table(), cable, config.obeysInput(), config.scope());
      case IPTABLES, IPTABLES_LEGACY, IPTABLES_NFT ->
          new IptablesBackend(
              host, names.table(), cable, chosen.flavour(), config.obeysInput(), config.scope());
    };
  }

  /** The engine's own range of private IPv6 addresses, chosen once at random (RFC 4193). */
  private Subnet ula() throws IOException {
    Optional<String> known = store.setting("ula");
    if (known.isPresent()) {
      return Subnet.parse(known.get());
    }
    byte[] address = new byte[16];
    byte[] random = new byte[5];
    new SecureRandom().nextBytes(random);
    address[0] = (byte) 0xfd;
    System.arraycopy(random, 0, address, 1, random.length);
    Subnet subnet = Subnet.around(InetAddress.getByAddress(address), 48);
    store.set("ula", subnet.toString());
    return subnet;
  }

  /** What a check of the system compares with the records of networks. */
  public List<Inspection> inspections() {
    return NetworkInspections.of(host, registry, connections, namespaces, firewall, reaper);
  }

  /** What the parts that have containers call. */
  public ContainerNetworks containers() {
    return service;
  }

  /** Adds the endpoints below {@code /networks}. */
  public void register(Router router, ContainerTurns containers) {
    endpoint.register(router);
    new ConnectEndpoint(registry, membership, containers).register(router);
  }

  /**
   * Takes the firewall's table and the bridges away, if no container runs: what the daemon does
   * when it ends in peace.
   */
  public void retire() {
    if (!connections.sandboxes().isEmpty()) {
      return;
    }
    reaper.await();
    try {
      firewall.uninstall();
      for (Network network : registry.all()) {
        links.delete(network, List.of());
      }
      forwarding.retire();
    } catch (IOException e) {
      LOG.warn("networks are not all taken away: {}", e.getMessage());
    }
  }

  /** Makes a network. */
  Network create(NetworkRequest request) {
    return networks.create(request);
  }

  /** Puts a container into one more network. */
  void connect(ContainerFacts container, String network) {
    connect(container, network, EndpointConfig.EMPTY);
  }

  /** Likewise, as it wants to be in there. */
  void connect(ContainerFacts container, String network, EndpointConfig config) {
    membership.connect(container, registry.find(network), config);
  }

  /** Takes a container out of a network. */
  void disconnect(ContainerFacts container, String network) {
    membership.disconnect(container, registry.find(network));
  }

  /** Removes a network that nobody is in. */
  void remove(String network) {
    networks.remove(network, _ -> List.of());
  }

  /** Waits until what ended containers had is gone. */
  void settle() {
    reaper.await();
  }

  @Override
  public void close() {
    firewall.close();
    forwarding.close();
    nameServers.close();
    announcer.close();
    reaper.close();
    namespaces.close();
    relay.ifPresent(Relay::close);
    ports.close();
    host.close();
    store.close();
  }

  /** What keeps containers from others, for info. */
  public List<String> warnings() {
    return firewall.obstacles().stream()
        .map(
            obstacle ->
                "the host's firewall keeps containers from other hosts: %s; accept the bridges' packets there, or use --firewall-backend=iptables"
                    .formatted(obstacle))
        .toList();
  }

  /** The names of the networks that are there, for info. */
  public List<String> drivers() {
    return List.of("bridge", "host", "ipvlan", "macvlan", "null");
  }
}
