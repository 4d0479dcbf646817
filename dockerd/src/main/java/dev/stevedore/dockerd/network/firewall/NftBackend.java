package dev.stevedore.dockerd.network.firewall;

import dev.stevedore.dockerd.network.config.FirewallConfig;
import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.dockerd.network.link.LoopCable;
import dev.stevedore.lib.linux.netlink.Message;
import dev.stevedore.lib.linux.netlink.NetlinkSocket;
import dev.stevedore.lib.linux.netlink.nftables.Family;
import dev.stevedore.lib.linux.netlink.nftables.NamedSet;
import dev.stevedore.lib.linux.netlink.nftables.NamedSet.Element;
import dev.stevedore.lib.linux.netlink.nftables.SetElements;
import dev.stevedore.lib.linux.netlink.nftables.Table;
import dev.stevedore.lib.linux.netlink.nftables.Tables;
import dev.stevedore.lib.linux.netlink.nftables.Transaction;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The firewall in nftables: a table of our own. Each change is one transaction of the kernel's. */
public final class NftBackend implements Backend {
  private final HostNetwork host;
  private final NetlinkSocket socket;
  private final Ruleset rules;
  private final Gate gate;
  private final LoopCable cable;
  private final boolean gated;
  private final FirewallConfig.Scope scope;

  /**
   * Makes rules on this host.
   *
   * @param table the name of our tables
   * @param cable for the gate
   * @param gated whether the host's INPUT rules decide who reaches published ports
   * @param scope for which versions, and whether other hosts reach published ports directly
   */
  public NftBackend(
      HostNetwork host, String table, LoopCable cable, boolean gated, FirewallConfig.Scope scope) {
    this.host = host;
    this.socket = host.filter();
    this.rules = new Ruleset(table);
    this.gate = new Gate(table);
    this.cable = cable;
    this.gated = gated;
    this.scope = scope;
  }

  /** Whether the kernel knows nftables. */
  public static boolean isAvailable(HostNetwork host) {
    try {
      Tables.names(host.filter(), Family.INET);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void install(Wanted all) throws IOException {
    Transaction t = new Transaction();
    if (gated) {
      LoopCable.Ends ends = cable.ensure();
      rules.install(t, Optional.of(ends.in()), all.guard(), scope);
      gate.install(t, ends);
    } else {
      rules.install(t, Optional.empty(), all.guard(), scope);
      gate.uninstall(socket, t);
    }
    t.add(rules.guarded, guarded(all));
    all.networks().forEach(network -> add(t, network));
    all.openings().forEach(opening -> elements(opening, all).forEach(t::add));
    t.commit(socket);
    if (!gated) {
      cable.delete();
    }
  }

  private static List<Element> guarded(Wanted all) {
    return all.guard().links().stream().map(Element::of).toList();
  }

  @Override
  public void uninstall() throws IOException {
    Transaction t = new Transaction();
    if (Tables.names(socket, Family.INET).contains(rules.table.name())) {
      t.delete(rules.table);
    }
    gate.uninstall(socket, t);
    t.commit(socket);
    cable.delete();
  }

  @Override
  public void add(BridgeRules network, Wanted all) throws IOException {
    Transaction t = new Transaction();
    add(t, network);
    t.commit(socket);
  }

  private void add(Transaction t, BridgeRules network) {
    elements(network).forEach((set, elements) -> t.add(set, elements));
  }

  private Map<NamedSet, List<Element>> elements(BridgeRules network) {
    String name = network.bridge();
    List<Element> alone = List.of(Element.of(name));
    List<Element> pair = List.of(Element.of(name, name));
    Map<NamedSet, List<Element>> elements = new HashMap<>();
    elements.put(rules.bridges, alone);
    elements.put(rules.loops, pair);
    elements.put(rules.subnets4, subnets(network, false));
    elements.put(rules.subnets6, subnets(network, true));
    if (network.internal()) {
      elements.put(rules.internal, alone);
      if (gated) {
        gate.internal().forEach(set -> elements.put(set, alone));
      }
    }
    if (network.icc()) {
      elements.put(rules.open, pair);
    }
    if (network.masquerade4() && !network.internal()) {
      elements.put(
          network.source4().isPresent() ? rules.sources4 : rules.masquerade4,
          List.of(outgoing(name, network.source4())));
    }
    if (network.masquerade6() && !network.internal()) {
      elements.put(
          network.source6().isPresent() ? rules.sources6 : rules.masquerade6,
          List.of(outgoing(name, network.source6())));
    }
    rules.of(network.ways4(), false).ifPresent(set -> elements.put(set, alone));
    rules.of(network.ways6(), true).ifPresent(set -> elements.put(set, alone));
    return elements;
  }

  private static Element outgoing(String bridge, Optional<InetAddress> source) {
    Element element = Element.of(bridge);
    return source.map(element::to).orElse(element);
  }

  private static List<Element> subnets(BridgeRules network, boolean v6) {
    return network.subnets().stream().filter(s -> s.isV6() == v6).map(Element::of).toList();
  }

  @Override
  public void remove(BridgeRules network, Wanted all) throws IOException {
    Transaction t = new Transaction();
    elements(network).forEach((set, elements) -> remove(t, set, elements));
    t.commit(socket);
  }

  @Override
  public void change(Collection<Opening> removed, Collection<Opening> added, Wanted all)
      throws IOException {
    Transaction t = new Transaction();
    removed.forEach(o -> elements(o, all).forEach((set, elements) -> remove(t, set, elements)));
    added.forEach(o -> elements(o, all).forEach(t::add));
    shared(removed, all).forEach(o -> elements(o, all).forEach(t::add));
    t.commit(socket);
  }

  /** What stays open at the same port of a container where something is closed. */
  private List<Opening> shared(Collection<Opening> removed, Wanted all) {
    Set<ContainerPort> closed = new HashSet<>();
    removed.forEach(
        o -> ContainerPort.of(o).filter(c -> isTrusting(c, all)).ifPresent(closed::add));
    return closed.isEmpty()
        ? List.of()
        : all.openings().stream()
            .filter(o -> ContainerPort.of(o).filter(closed::contains).isPresent())
            .toList();
  }

  private boolean isTrusting(ContainerPort port, Wanted all) {
    return scope.direct() || !all.trusted(port.address).isEmpty();
  }

  private record ContainerPort(InetAddress address, int protocol, int port) {
    static Optional<ContainerPort> of(Opening opening) {
      return opening instanceof PortRule p
          ? Optional.of(new ContainerPort(p.containerAddress(), p.protocol(), p.containerPort()))
          : Optional.empty();
    }
  }

  /** Added first: an element that a flush of the host's took away is then no error. */
  private static void remove(Transaction t, NamedSet set, List<Element> elements) {
    t.add(set, elements).delete(set, elements);
  }

  @Override
  public List<String> differences(Wanted all) throws IOException {
    for (Table table : tables()) {
      if (!Tables.names(socket, table.family()).contains(table.name())) {
        return List.of("table " + table.family() + " " + table.name() + " is gone");
      }
    }
    Map<NamedSet, Map<String, Element>> expected = new HashMap<>();
    all.networks()
        .forEach(
            network ->
                elements(network)
                    .forEach((set, elements) -> elements.forEach(e -> note(expected, set, e))));
    all.openings()
        .forEach(
            opening ->
                elements(opening, all)
                    .forEach((set, elements) -> elements.forEach(e -> note(expected, set, e))));
    guarded(all).forEach(element -> note(expected, rules.guarded, element));
    List<String> lines = new ArrayList<>();
    for (NamedSet set : sets()) {
      Map<String, Element> wanted = expected.getOrDefault(set, Map.of());
      Set<String> there = SetElements.keys(socket, set);
      wanted.forEach(
          (key, element) -> {
            if (!there.contains(key)) {
              lines.add("set " + set.name() + " lacks " + element.key());
            }
          });
      there.stream()
          .filter(key -> !wanted.containsKey(key))
          .forEach(key -> lines.add("set " + set.name() + " has a stray element " + key));
    }
    return lines;
  }

  private static void note(Map<NamedSet, Map<String, Element>> all, NamedSet set, Element element) {
    all.computeIfAbsent(set, _ -> new HashMap<>()).put(SetElements.key(set, element), element);
  }

  @Override
  public List<String> obstacles(Wanted all) throws IOException {
    return Obstacles.list(socket, all, _ -> false);
  }

  @Override
  public int size(Wanted all) {
    int count = 0;
    for (Opening opening : all.openings()) {
      count += elements(opening, all).values().stream().mapToInt(List::size).sum();
    }
    for (BridgeRules network : all.networks()) {
      count += elements(network).values().stream().mapToInt(List::size).sum();
    }
    return count;
  }

  private NamedSet map(PortRule port) {
    if (port.hostAddress().isAnyLocalAddress()) {
      return port.isV6() ? rules.ports6 : rules.ports4;
    }
    return port.isV6() ? rules.addressPorts6 : rules.addressPorts4;
  }

  private Map<NamedSet, List<Element>> elements(Opening opening, Wanted all) {
    return switch (opening) {
      case PortRule port -> elements(port, all.trusted(port.containerAddress()));
      case LinkRule(InetAddress client, InetAddress server, int protocol, int port) ->
          Map.of(rules.links4, List.of(Element.of(client, server, protocol, port)));
    };
  }

  private Map<NamedSet, List<Element>> elements(PortRule port, List<String> trusted) {
    if (port.isRouted()) {
      return Map.of(
          port.isV6() ? rules.routedPorts6 : rules.routedPorts4,
          List.of(Element.of(port.containerAddress(), port.protocol(), port.containerPort())));
    }
    Element key =
        port.hostAddress().isAnyLocalAddress()
            ? Element.of(port.protocol(), port.hostPort())
            : Element.of(port.hostAddress(), port.protocol(), port.hostPort());
    Map<NamedSet, List<Element>> elements = new HashMap<>();
    elements.put(map(port), List.of(key.to(port.containerAddress(), port.containerPort())));
    if (gated) {
      elements.put(gate.set(port), List.of(key));
    }
    if (scope.direct()) {
      elements.put(
          port.isV6() ? rules.direct6 : rules.direct4,
          List.of(Element.of(port.containerAddress(), port.protocol(), port.containerPort())));
    }
    if (!trusted.isEmpty()) {
      elements.put(
          port.isV6() ? rules.trusted6 : rules.trusted4,
          trusted.stream()
              .map(
                  l ->
                      Element.of(l, port.containerAddress(), port.protocol(), port.containerPort()))
              .toList());
    }
    return elements;
  }

  private List<NamedSet> sets() {
    List<NamedSet> sets = new ArrayList<>(rules.sets());
    if (gated) {
      sets.addAll(gate.sets());
    }
    return sets;
  }

  private List<Table> tables() {
    List<Table> tables = new ArrayList<>(List.of(rules.table));
    if (gated) {
      tables.addAll(gate.tables());
    }
    return tables;
  }

  @Override
  public Watch watch(Touched touched) throws IOException {
    return new RulesWatch(host, this::isRemoval, () -> touched.repair(true));
  }

  private boolean isRemoval(Message message) {
    return tables().stream().anyMatch(table -> Tables.removedFrom(table, message, socket.port()));
  }
}
