package dev.stevedore.dockerd.network.firewall;

import dev.stevedore.lib.linux.netlink.NetlinkSocket;
import dev.stevedore.lib.linux.netlink.nftables.Family;
import dev.stevedore.lib.linux.netlink.nftables.NamedSet;
import dev.stevedore.lib.linux.netlink.nftables.NamedSet.Element;
import dev.stevedore.lib.linux.netlink.nftables.SetElements;
import dev.stevedore.lib.linux.netlink.nftables.Tables;
import dev.stevedore.lib.linux.netlink.nftables.Transaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The firewall's table, and what is in it. Each change is one transaction of the kernel's; what the
 * table should hold is also kept here, so that it can be put back when somebody flushes it.
 */
public final class Firewall {
  private final NetlinkSocket socket;
  private final Ruleset rules;
  private final Map<String, BridgeRules> networks = new HashMap<>();
  private final Set<PortRule> ports = new LinkedHashSet<>();

  /**
   * A firewall that is not installed yet.
   *
   * @param socket of the host, for nftables
   * @param table the name of our table
   */
  public Firewall(NetlinkSocket socket, String table) {
    this.socket = socket;
    this.rules = new Ruleset(table);
  }

  /** Puts the whole table in place, at once; the user's chain in it stays as it is. */
  public synchronized void install() throws IOException {
    Transaction t = rules.install();
    networks.values().forEach(network -> add(t, network));
    addPorts(t, ports);
    t.commit(socket);
  }

  /** Takes the table away, the user's chain in it too. */
  public synchronized void uninstall() throws IOException {
    if (Tables.names(socket, Family.INET).contains(rules.table.name())) {
      new Transaction().delete(rules.table).commit(socket);
    }
  }

  /** Says what networks and ports there are, before {@link #install}. */
  public synchronized void expect(Collection<BridgeRules> bridges, Collection<PortRule> published) {
    bridges.forEach(bridge -> networks.put(bridge.bridge(), bridge));
    ports.addAll(published);
  }

  /** Adds a network. */
  public synchronized void add(BridgeRules network) throws IOException {
    Transaction t = new Transaction();
    add(t, network);
    t.commit(socket);
    networks.put(network.bridge(), network);
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
    }
    if (network.icc()) {
      elements.put(rules.open, pair);
    }
    if (network.masquerade4() && !network.internal()) {
      elements.put(rules.masquerade4, alone);
    }
    if (network.masquerade6() && !network.internal()) {
      elements.put(rules.masquerade6, alone);
    }
    return elements;
  }

  private static List<Element> subnets(BridgeRules network, boolean v6) {
    return network.subnets().stream().filter(s -> s.isV6() == v6).map(Element::of).toList();
  }

  /** Removes a network; nothing if it is not there. */
  public synchronized void removeNetwork(String bridge) throws IOException {
    BridgeRules network = networks.remove(bridge);
    if (network != null) {
      Transaction t = new Transaction();
      // Added first: an element that a flush of the host's took away is then no error.
      elements(network).forEach((set, elements) -> t.add(set, elements).delete(set, elements));
      change(t);
    }
  }

  /** Takes published ports back, and publishes others, at once; all of that or nothing. */
  public synchronized void change(Collection<PortRule> removed, Collection<PortRule> added)
      throws IOException {
    if (removed.isEmpty() && added.isEmpty()) {
      return;
    }
    Transaction t = new Transaction();
    for (PortRule port : removed) {
      if (ports.contains(port)) {
        // Added first: an element that a flush of the host's took away is then no error.
        t.add(map(port), List.of(element(port))).delete(map(port), List.of(element(port)));
      }
    }
    if (added.isEmpty()) {
      removed.forEach(ports::remove);
      change(t);
      return;
    }
    addPorts(t, added);
    try {
      t.commit(socket);
    } catch (IOException e) {
      // The host's firewall may be about to be loaded anew: ours is put back here, not only later.
      try {
        install();
        t.commit(socket);
      } catch (IOException again) {
        e.addSuppressed(again);
        throw e;
      }
    }
    removed.forEach(ports::remove);
    ports.addAll(added);
  }

  private void addPorts(Transaction t, Collection<PortRule> published) {
    for (PortRule port : published) {
      t.add(map(port), List.of(element(port)));
    }
  }

  /** Makes a change whose result is known here already: if the table is gone, it is put back. */
  private void change(Transaction t) throws IOException {
    try {
      t.commit(socket);
    } catch (IOException e) {
      try {
        install();
      } catch (IOException again) {
        e.addSuppressed(again);
        throw e;
      }
    }
  }

  /**
   * How what the kernel has differs from what it should have.
   *
   * @return a line for each set; none if all is well
   */
  public synchronized List<String> differences() throws IOException {
    if (!Tables.names(socket, Family.INET).contains(rules.table.name())) {
      return List.of("table " + rules.table.name() + " is gone");
    }
    Map<NamedSet, Map<String, Element>> expected = new HashMap<>();
    networks
        .values()
        .forEach(
            network ->
                elements(network)
                    .forEach((set, elements) -> elements.forEach(e -> note(expected, set, e))));
    ports.forEach(port -> note(expected, map(port), element(port)));
    List<String> lines = new ArrayList<>();
    for (NamedSet set : rules.sets()) {
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

  /** How many elements the sets should have. */
  public synchronized int size() {
    int count = ports.size();
    for (BridgeRules network : networks.values()) {
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

  private static Element element(PortRule port) {
    Element key =
        port.hostAddress().isAnyLocalAddress()
            ? Element.of(port.protocol(), port.hostPort())
            : Element.of(port.hostAddress(), port.protocol(), port.hostPort());
    return key.to(port.containerAddress(), port.containerPort());
  }

  String table() {
    return rules.table.name();
  }

  boolean isTouchedBy(dev.stevedore.lib.linux.netlink.Message message) {
    return Tables.removedFrom(rules.table, message, socket.port());
  }
}
