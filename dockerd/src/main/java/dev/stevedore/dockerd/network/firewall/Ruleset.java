package dev.stevedore.dockerd.network.firewall;

import dev.stevedore.dockerd.network.config.FirewallConfig;
import dev.stevedore.dockerd.network.host.Guard;
import dev.stevedore.lib.linux.netlink.nftables.Chain;
import dev.stevedore.lib.linux.netlink.nftables.DataType;
import dev.stevedore.lib.linux.netlink.nftables.Family;
import dev.stevedore.lib.linux.netlink.nftables.Hook;
import dev.stevedore.lib.linux.netlink.nftables.NamedSet;
import dev.stevedore.lib.linux.netlink.nftables.Rule;
import dev.stevedore.lib.linux.netlink.nftables.Table;
import dev.stevedore.lib.linux.netlink.nftables.Transaction;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import java.util.List;
import java.util.Optional;

/** Our table: its chains with their rules, which never change, and the sets that they ask. */
final class Ruleset {
  private static final InterfaceAddress LOOPBACK4 = InterfaceAddress.parse("127.0.0.0/8");
  private static final InterfaceAddress LOOPBACK6 = InterfaceAddress.parse("::1/128");
  private static final InterfaceAddress LINK_LOCAL6 = InterfaceAddress.parse("fe80::/10");

  private static final int ICMP = 1;
  private static final int ICMPV6 = 58;

  final Table table;

  /** Bridges whose containers are to be protected: all. */
  final NamedSet bridges;

  /** Bridges that nothing goes into or out of. */
  final NamedSet internal;

  /** Each bridge with itself. */
  final NamedSet loops;

  /** Each bridge with itself, if its containers reach each other. */
  final NamedSet open;

  /** The networks of containers. */
  final NamedSet subnets4;

  final NamedSet subnets6;

  final NamedSet masquerade4;
  final NamedSet masquerade6;

  /** Bridges whose packets leave with an address that was chosen. */
  final NamedSet sources4;

  final NamedSet sources6;

  /** Bridges whose containers answer pings of all, by their own addresses. */
  final NamedSet routed4;

  final NamedSet routed6;

  /** Their ports that all reach. */
  final NamedSet routedPorts4;

  final NamedSet routedPorts6;

  /** By which links of the host which ports of containers are reached at their own addresses. */
  final NamedSet trusted4;

  final NamedSet trusted6;

  /** Which containers reach which ports of which others, in a network that is not open. */
  final NamedSet links4;

  /** Ports of containers that other hosts reach at their own addresses. */
  final NamedSet direct4;

  final NamedSet direct6;

  /** Bridges that all get into, but for other bridges. */
  final NamedSet unprotected4;

  final NamedSet unprotected6;

  /** Ports of all addresses, and of one. */
  final NamedSet ports4;

  final NamedSet ports6;
  final NamedSet addressPorts4;
  final NamedSet addressPorts6;

  /** Links of the host that nothing is passed on between. */
  final NamedSet guarded;

  private final Chain user;
  private final Chain raw;
  private final Chain published;
  private final Chain dnatIn;
  private final Chain dnatOut;
  private final Chain forward;
  private final Chain postrouting;
  private final Chain guard;

  Ruleset(String name) {
    table = new Table(Family.INET, name);
    bridges = NamedSet.of(table, "bridges", DataType.INTERFACE);
    internal = NamedSet.of(table, "internal", DataType.INTERFACE);
    loops = NamedSet.of(table, "loops", DataType.INTERFACE, DataType.INTERFACE);
    open = NamedSet.of(table, "open", DataType.INTERFACE, DataType.INTERFACE);
    subnets4 = NamedSet.ofNetworks(table, "subnets4", DataType.IPV4_ADDRESS);
    subnets6 = NamedSet.ofNetworks(table, "subnets6", DataType.IPV6_ADDRESS);
    masquerade4 = NamedSet.of(table, "masquerade4", DataType.INTERFACE);
    masquerade6 = NamedSet.of(table, "masquerade6", DataType.INTERFACE);
    sources4 = NamedSet.of(table, "sources4", DataType.INTERFACE).to(DataType.IPV4_ADDRESS);
    sources6 = NamedSet.of(table, "sources6", DataType.INTERFACE).to(DataType.IPV6_ADDRESS);
    routed4 = NamedSet.of(table, "routed4", DataType.INTERFACE);
    routed6 = NamedSet.of(table, "routed6", DataType.INTERFACE);
    routedPorts4 =
        NamedSet.of(
            table, "routed-ports4", DataType.IPV4_ADDRESS, DataType.PROTOCOL, DataType.PORT);
    routedPorts6 =
        NamedSet.of(
            table, "routed-ports6", DataType.IPV6_ADDRESS, DataType.PROTOCOL, DataType.PORT);
    trusted4 =
        NamedSet.of(
            table,
            "trusted4",
            DataType.INTERFACE,
            DataType.IPV4_ADDRESS,
            DataType.PROTOCOL,
            DataType.PORT);
    trusted6 =
        NamedSet.of(
            table,
            "trusted6",
            DataType.INTERFACE,
            DataType.IPV6_ADDRESS,
            DataType.PROTOCOL,
            DataType.PORT);
    links4 =
        NamedSet.of(
            table,
            "links4",
            DataType.IPV4_ADDRESS,
            DataType.IPV4_ADDRESS,
            DataType.PROTOCOL,
            DataType.PORT);
    direct4 =
        NamedSet.of(table, "direct4", DataType.IPV4_ADDRESS, DataType.PROTOCOL, DataType.PORT);
    direct6 =
        NamedSet.of(table, "direct6", DataType.IPV6_ADDRESS, DataType.PROTOCOL, DataType.PORT);
    unprotected4 = NamedSet.of(table, "unprotected4", DataType.INTERFACE);
    unprotected6 = NamedSet.of(table, "unprotected6", DataType.INTERFACE);
    ports4 =
        NamedSet.of(table, "ports4", DataType.PROTOCOL, DataType.PORT)
            .to(DataType.IPV4_ADDRESS, DataType.PORT);
    ports6 =
        NamedSet.of(table, "ports6", DataType.PROTOCOL, DataType.PORT)
            .to(DataType.IPV6_ADDRESS, DataType.PORT);
    addressPorts4 =
        NamedSet.of(
                table, "address-ports4", DataType.IPV4_ADDRESS, DataType.PROTOCOL, DataType.PORT)
            .to(DataType.IPV4_ADDRESS, DataType.PORT);
    addressPorts6 =
        NamedSet.of(
                table, "address-ports6", DataType.IPV6_ADDRESS, DataType.PROTOCOL, DataType.PORT)
            .to(DataType.IPV6_ADDRESS, DataType.PORT);
    guarded = NamedSet.of(table, "guarded", DataType.INTERFACE);
    guard = Chain.regular(table, "guard");
    user = Chain.regular(table, "user");
    raw = Chain.filter(table, "raw", Hook.PREROUTING, Chain.PRIORITY_RAW);
    published = Chain.regular(table, "published");
    dnatIn = Chain.nat(table, "dnat-in", Hook.PREROUTING, Chain.PRIORITY_DSTNAT);
    dnatOut = Chain.nat(table, "dnat-out", Hook.OUTPUT, Chain.PRIORITY_DSTNAT);
    forward = Chain.filter(table, "forward", Hook.FORWARD, Chain.PRIORITY_FILTER);
    postrouting = Chain.nat(table, "masquerade", Hook.POSTROUTING, Chain.PRIORITY_SRCNAT);
  }

  List<NamedSet> sets() {
    return List.of(
        bridges,
        internal,
        loops,
        open,
        subnets4,
        subnets6,
        masquerade4,
        masquerade6,
        sources4,
        sources6,
        routed4,
        routed6,
        routedPorts4,
        routedPorts6,
        trusted4,
        trusted6,
        links4,
        direct4,
        direct6,
        unprotected4,
        unprotected6,
        ports4,
        ports6,
        addressPorts4,
        addressPorts6,
        guarded);
  }

  /** The set of bridges that let others in like this. */
  Optional<NamedSet> of(BridgeRules.Ways ways, boolean v6) {
    return switch (ways) {
      case NONE -> Optional.empty();
      case ROUTED -> Optional.of(v6 ? routed6 : routed4);
      case OPEN -> Optional.of(v6 ? unprotected6 : unprotected4);
    };
  }

  /**
   * Puts all in place anew; what the user has in a chain of his own stays.
   *
   * @param entrance the link by which packets come whose destination is to be changed; absent: all
   * @param guards whether packets between links of the host are dropped, by version
   * @param scope for which versions it is
   */
  void install(Transaction t, Optional<String> entrance, Guard guards, FirewallConfig.Scope scope) {
    t.add(table);
    for (NamedSet set : sets()) {
      t.add(set).flush(set);
    }
    t.add(user);
    for (Chain chain : List.of(raw, published, dnatIn, dnatOut, forward, postrouting, guard)) {
      t.add(chain).flush(chain);
    }
    for (Chain chain : List.of(raw, dnatIn, dnatOut, forward, postrouting)) {
      if (!scope.v4()) {
        t.add(chain, new Rule("IPv4 is none of ours").v4().leave());
      }
      if (!scope.v6()) {
        t.add(chain, new Rule("IPv6 is none of ours").v6().leave());
      }
    }
    addresses(t, entrance);
    filter(t);
    guard(t, guards);
  }

  private void addresses(Transaction t, Optional<String> entrance) {
    Rule incoming = new Rule("published ports");
    entrance.ifPresent(incoming::in);
    t.add(
            raw,
            new Rule("containers have no business with the host's loopback")
                .in(bridges)
                .to(LOOPBACK4)
                .drop())
        .add(published, new Rule("").destinationFrom(addressPorts4))
        .add(published, new Rule("").destinationFrom(ports4))
        .add(published, new Rule("neighbours are not translated").from(LINK_LOCAL6).leave())
        .add(published, new Rule("").destinationFrom(addressPorts6))
        .add(published, new Rule("").destinationFrom(ports6))
        .add(dnatIn, new Rule("loopback is not for other hosts").to(LOOPBACK4).leave())
        .add(dnatIn, incoming.toLocalAddress().jump(published))
        .add(dnatOut, new Rule("nobody can be reached from here").to(LOOPBACK6).leave())
        .add(dnatOut, new Rule("published ports").toLocalAddress().jump(published))
        .add(
            postrouting,
            new Rule("hairpin").out(bridges).destinationChanged().from(subnets4).masquerade())
        .add(
            postrouting,
            new Rule("hairpin").out(bridges).destinationChanged().from(subnets6).masquerade())
        .add(postrouting, new Rule("within a network").inAndOut(loops).leave())
        .add(postrouting, new Rule("localhost").out(bridges).from(LOOPBACK4).masquerade())
        .add(postrouting, new Rule("outgoing").sourceOfLink(sources4))
        .add(postrouting, new Rule("outgoing").sourceOfLink(sources6))
        .add(postrouting, new Rule("outgoing").in(masquerade4).v4().masquerade())
        .add(postrouting, new Rule("outgoing").in(masquerade6).v6().masquerade());
  }

  /** What is neither from nor to links that somebody made for guests. */
  private void guard(Transaction t, Guard guards) {
    for (String kind : Guard.GUESTS) {
      t.add(guard, new Rule("guests'").inOfKind(kind, guarded).leave())
          .add(guard, new Rule("guests'").outOfKind(kind, guarded).leave());
    }
    t.add(guard, new Rule("this host is no router").drop());
    if (guards.v4()) {
      t.add(forward, new Rule("between links of the host").v4().jump(guard));
    }
    if (guards.v6()) {
      t.add(forward, new Rule("between links of the host").v6().jump(guard));
    }
  }

  private void filter(Transaction t) {
    t.add(forward, new Rule("the user's rules").jump(user))
        .add(forward, new Rule("replies").state(Rule.CT_ESTABLISHED | Rule.CT_RELATED).accept())
        .add(forward, new Rule("within a network").inAndOut(open).accept())
        .add(forward, new Rule("out of an internal network").in(internal).drop())
        .add(forward, new Rule("into an internal network").out(internal).drop())
        .add(forward, new Rule("published ports").out(bridges).destinationChanged().accept())
        .add(forward, new Rule("ports of routed networks").toPortOf(routedPorts4).accept())
        .add(forward, new Rule("ports of routed networks").toPortOf(routedPorts6).accept())
        .add(forward, new Rule("pings").out(routed4).v4().protocol(ICMP).accept())
        .add(forward, new Rule("pings").out(routed6).v6().protocol(ICMPV6).accept())
        .add(forward, new Rule("by trusted links").inToPortOf(trusted4).accept())
        .add(forward, new Rule("by trusted links").inToPortOf(trusted6).accept())
        .add(forward, new Rule("linked containers").toLinkedPort(links4).accept())
        .add(forward, new Rule("linked containers").fromLinkedPort(links4).accept())
        .add(forward, new Rule("between networks").in(bridges).out(bridges).drop())
        .add(forward, new Rule("published ports, directly").toPortOf(direct4).accept())
        .add(forward, new Rule("published ports, directly").toPortOf(direct6).accept())
        .add(forward, new Rule("into an unprotected network").out(unprotected4).v4().accept())
        .add(forward, new Rule("into an unprotected network").out(unprotected6).v6().accept())
        .add(forward, new Rule("into a network").out(bridges).drop())
        .add(forward, new Rule("out of a network").in(bridges).accept());
  }
}
