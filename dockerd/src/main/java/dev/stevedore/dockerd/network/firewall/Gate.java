package dev.stevedore.dockerd.network.firewall;

import dev.stevedore.dockerd.network.link.LoopCable;
import dev.stevedore.lib.linux.netlink.NetlinkSocket;
import dev.stevedore.lib.linux.netlink.nftables.Chain;
import dev.stevedore.lib.linux.netlink.nftables.DataType;
import dev.stevedore.lib.linux.netlink.nftables.Family;
import dev.stevedore.lib.linux.netlink.nftables.Hook;
import dev.stevedore.lib.linux.netlink.nftables.NamedSet;
import dev.stevedore.lib.linux.netlink.nftables.Rule;
import dev.stevedore.lib.linux.netlink.nftables.Table;
import dev.stevedore.lib.linux.netlink.nftables.Tables;
import dev.stevedore.lib.linux.netlink.nftables.Transaction;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/**
 * Has the host's own INPUT rules decide who reaches published ports.
 *
 * <pre>
 *   eth0 ─▶ prerouting ─▶ for this host ─▶ input: the host's chains, whatever their tables
 *                                               │ accepted, new, and to a published port
 *                                               ▼
 *                                          gate (last): a copy by the loop cable; drop
 *                                               │
 *   loop cable ─▶ prerouting: dnat-in ─▶ forward ─▶ container
 * </pre>
 *
 * <p>The copy comes in as new, gets its destination changed, and with that its connection is known:
 * all later packets go straight to the container. So it is the kernel that asks the host's rules,
 * with the packet as it came in, and nothing has to understand them. What they do not accept never
 * gets as far as the gate.
 *
 * <p>Copies are made in tables of one version only, hence two of them.
 */
final class Gate {
  private static final InetAddress NEIGHBOUR4 = InetAddress.ofLiteral("192.0.0.8");
  private static final InetAddress NEIGHBOUR6 = InetAddress.ofLiteral("fe80::1");
  private static final InterfaceAddress LINK_LOCAL6 = InterfaceAddress.parse("fe80::/10");

  private final Half v4;
  private final Half v6;

  /** One version's table, and what it asks. */
  private record Half(
      Table table, NamedSet ports, NamedSet addressPorts, NamedSet internal, Chain chain) {
    static Half of(String name, Family family, DataType address) {
      Table table = new Table(family, name);
      return new Half(
          table,
          NamedSet.of(table, "ports", DataType.PROTOCOL, DataType.PORT),
          NamedSet.of(table, "address-ports", address, DataType.PROTOCOL, DataType.PORT),
          NamedSet.of(table, "internal", DataType.INTERFACE),
          Chain.filter(table, "gate", Hook.INPUT, Chain.PRIORITY_LAST));
    }

    List<NamedSet> sets() {
      return List.of(ports, addressPorts, internal);
    }
  }

  Gate(String name) {
    v4 = Half.of(name, Family.IPV4, DataType.IPV4_ADDRESS);
    v6 = Half.of(name, Family.IPV6, DataType.IPV6_ADDRESS);
  }

  List<Table> tables() {
    return List.of(v4.table, v6.table);
  }

  List<NamedSet> sets() {
    return List.of(v4.ports, v4.addressPorts, v4.internal, v6.ports, v6.addressPorts, v6.internal);
  }

  /** Networks that nothing goes out of: not by a published port either. */
  List<NamedSet> internal() {
    return List.of(v4.internal, v6.internal);
  }

  /** Where a published port is noted. */
  NamedSet set(PortRule port) {
    Half half = port.isV6() ? v6 : v4;
    return port.hostAddress().isAnyLocalAddress() ? half.ports : half.addressPorts;
  }

  /** Puts tables, chains and sets in place anew, without elements. */
  void install(Transaction t, LoopCable.Ends cable) {
    install(t, v4, NEIGHBOUR4, cable);
    install(t, v6, NEIGHBOUR6, cable);
  }

  private static void install(
      Transaction t, Half half, InetAddress neighbour, LoopCable.Ends cable) {
    t.add(half.table);
    half.sets().forEach(set -> t.add(set).flush(set));
    t.add(half.chain).flush(half.chain);
    t.add(
        half.chain, new Rule("nothing goes out of an internal network").in(half.internal).leave());
    if (half.table.family() == Family.IPV6) {
      t.add(half.chain, new Rule("neighbours are not translated").from(LINK_LOCAL6).leave());
    }
    t.add(half.chain, new Rule("programs of the host").in("lo").leave());
    t.add(half.chain, new Rule("has been here").in(cable.in()).leave());
    for (NamedSet ports : List.of(half.addressPorts, half.ports)) {
      t.add(
          half.chain,
          new Rule("published ports")
              .destinationIn(ports)
              .copyTo(neighbour, cable.outIndex())
              .drop());
    }
  }

  /** Takes the tables away that are there. */
  void uninstall(NetlinkSocket socket, Transaction t) throws IOException {
    for (Table table : tables()) {
      if (Tables.names(socket, table.family()).contains(table.name())) {
        t.delete(table);
      }
    }
  }
}
