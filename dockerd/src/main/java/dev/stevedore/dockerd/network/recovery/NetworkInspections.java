package dev.stevedore.dockerd.network.recovery;

import dev.stevedore.dockerd.check.Inspection;
import dev.stevedore.dockerd.check.NamedInspection;
import dev.stevedore.dockerd.network.firewall.Firewall;
import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.dockerd.network.link.HostLinks;
import dev.stevedore.dockerd.network.model.Endpoint;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.model.Sandbox;
import dev.stevedore.dockerd.network.sandbox.NamespacePool;
import dev.stevedore.dockerd.network.sandbox.Reaper;
import dev.stevedore.dockerd.network.state.Connections;
import dev.stevedore.dockerd.network.state.Registry;
import dev.stevedore.lib.linux.netlink.NetlinkSocket;
import dev.stevedore.lib.linux.netlink.route.Addresses;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import dev.stevedore.lib.linux.netlink.route.Link;
import dev.stevedore.lib.linux.netlink.route.Links;
import dev.stevedore.lib.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The kernel's links, addresses, namespaces and rules, beside the records of networks. */
public final class NetworkInspections {
  private final HostNetwork host;
  private final Registry registry;
  private final Connections connections;
  private final NamespacePool namespaces;
  private final Firewall firewall;
  private final Reaper reaper;

  private NetworkInspections(
      HostNetwork host,
      Registry registry,
      Connections connections,
      NamespacePool namespaces,
      Firewall firewall,
      Reaper reaper) {
    this.host = host;
    this.registry = registry;
    this.connections = connections;
    this.namespaces = namespaces;
    this.firewall = firewall;
    this.reaper = reaper;
  }

  /** All of them. */
  public static List<Inspection> of(
      HostNetwork host,
      Registry registry,
      Connections connections,
      NamespacePool namespaces,
      Firewall firewall,
      Reaper reaper) {
    NetworkInspections all =
        new NetworkInspections(host, registry, connections, namespaces, firewall, reaper);
    return List.of(
        new NamedInspection("bridges", all::bridges),
        new NamedInspection("links", all::links),
        new NamedInspection("addresses", all::addresses),
        new NamedInspection("network namespaces", all::namespaces),
        new NamedInspection("firewall elements", all::firewall));
  }

  private List<Network> bridged() {
    return registry.all().stream().filter(Network::isBridge).toList();
  }

  private Inspection.Look bridges() throws IOException {
    List<Inspection.Finding> findings = new ArrayList<>();
    Set<String> there = new HashSet<>();
    Links.list(host.route()).forEach(link -> there.add(link.name()));
    for (Network network : bridged()) {
      if (!there.contains(network.bridge())) {
        findings.add(
            new Inspection.Finding(
                network.bridge(),
                "network " + network.name() + " has lost its bridge",
                () -> new HostLinks(host).ensure(network)));
      }
    }
    List<Network> lans = registry.all().stream().filter(n -> n.lan().isPresent()).toList();
    for (Network network : lans) {
      if (!there.contains(network.parent())) {
        findings.add(
            new Inspection.Finding(
                network.parent(),
                "network " + network.name() + " has lost its parent",
                () -> new HostLinks(host).ensure(network)));
      }
    }
    return new Inspection.Look(bridged().size() + lans.size(), findings);
  }

  /** Ports of our bridges that no container has, and links of containers that are not there. */
  private Inspection.Look links() throws IOException {
    Map<String, Endpoint> wanted = new HashMap<>();
    for (Endpoint endpoint : connections.all()) {
      endpoint
          .link()
          .flatMap(Endpoint.Link::hostName)
          .ifPresent(name -> wanted.put(name, endpoint));
    }
    Collection<Link> all = Links.list(host.route());
    Set<String> ours = bridged().stream().map(Network::bridge).collect(Collectors.toSet());
    Set<Integer> bridges = new HashSet<>();
    all.stream().filter(l -> ours.contains(l.name())).forEach(l -> bridges.add(l.index()));
    List<Inspection.Finding> findings = new ArrayList<>();
    Set<String> there = new HashSet<>();
    for (Link link : all) {
      there.add(link.name());
      boolean port = link.master().filter(bridges::contains).isPresent();
      if (wanted.containsKey(link.name()) && !port) {
        findings.add(
            new Inspection.Finding(
                link.name(), "is no port of its network's bridge", Inspection.NONE));
      }
    }
    for (Link link : Strays.ports(all, registry.all(), wanted.keySet())) {
      findings.add(
          new Inspection.Finding(
              link.name(), "is a port of a bridge, but no container's", () -> remove(link)));
    }
    for (Sandbox sandbox : connections.sandboxes()) {
      for (String name : Strays.inside(sandbox, connections.of(sandbox.container()))) {
        findings.add(
            new Inspection.Finding(
                name,
                "is in container " + sandbox.container() + ", but of no network of its",
                Inspection.NONE));
      }
    }
    wanted.forEach(
        (name, endpoint) -> {
          if (!there.contains(name)) {
            findings.add(
                new Inspection.Finding(
                    name, "of container " + endpoint.container() + " is gone", Inspection.NONE));
          }
        });
    return new Inspection.Look(wanted.size(), findings);
  }

  private void remove(Link link) {
    reaper.take(Reaper.Remains.link(link.name()));
    reaper.await();
  }

  /** Bridges' addresses on the host, and each running container's in its namespace. */
  private Inspection.Look addresses() throws IOException {
    List<Inspection.Finding> findings = new ArrayList<>();
    Map<String, String> holders = new HashMap<>();
    int count = 0;
    for (Sandbox sandbox : connections.sandboxes()) {
      List<InterfaceAddress> inside = inside(sandbox);
      for (Endpoint endpoint : connections.of(sandbox.container())) {
        for (InterfaceAddress address : given(endpoint)) {
          count++;
          String other =
              holders.putIfAbsent(endpoint.network() + "/" + address, endpoint.container());
          if (other != null) {
            findings.add(
                new Inspection.Finding(
                    address.toString(),
                    "is given out twice: " + other + " and " + endpoint.container(),
                    Inspection.NONE));
          }
          if (!inside.contains(address)) {
            findings.add(
                new Inspection.Finding(
                    address.toString(),
                    "is not on a link of container " + endpoint.container(),
                    Inspection.NONE));
          }
        }
      }
    }
    return new Inspection.Look(count, findings);
  }

  private static List<InterfaceAddress> given(Endpoint endpoint) {
    List<InterfaceAddress> addresses = new ArrayList<>();
    endpoint.link().flatMap(Endpoint.Link::v4).ifPresent(addresses::add);
    endpoint.link().flatMap(Endpoint.Link::v6).ifPresent(addresses::add);
    return addresses;
  }

  private static List<InterfaceAddress> inside(Sandbox sandbox) throws IOException {
    try (NetworkNamespace namespace = NetworkNamespace.open(Path.of(sandbox.namespace()));
        NetlinkSocket route =
            namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE))) {
      return Addresses.list(route).stream().map(Addresses.OfLink::address).toList();
    }
  }

  private Inspection.Look namespaces() throws IOException {
    Set<Path> wanted =
        connections.sandboxes().stream()
            .map(sandbox -> Path.of(sandbox.namespace()))
            .collect(Collectors.toSet());
    List<Inspection.Finding> findings = new ArrayList<>();
    List<Path> files = namespaces.files();
    for (Path file : files) {
      if (!wanted.contains(file)) {
        findings.add(
            new Inspection.Finding(
                file.toString(),
                "is a namespace of no container",
                () -> NetworkNamespace.delete(file)));
      }
    }
    for (Path file : wanted) {
      if (!files.contains(file)) {
        findings.add(
            new Inspection.Finding(
                file.toString(), "is a container's namespace, and gone", Inspection.NONE));
      }
    }
    return new Inspection.Look(wanted.size(), findings);
  }

  private Inspection.Look firewall() throws IOException {
    List<Inspection.Finding> findings = new ArrayList<>();
    for (String line : firewall.differences()) {
      findings.add(new Inspection.Finding("firewall", line, firewall::install));
    }
    return new Inspection.Look(firewall.size(), findings);
  }
}
