package dev.stevedore.lib.linux.netlink.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.linux.netlink.Message;
import dev.stevedore.lib.linux.netlink.NetlinkSocket;
import dev.stevedore.lib.linux.netlink.Shell;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import dev.stevedore.lib.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What is set by netlink, read by nft(8), in a namespace of its own; needs root. */
@EnabledIfSystemProperty(named = "user.name", matches = "root", disabledReason = "needs root")
class TransactionTest {
  private static final Table TABLE = new Table(Family.INET, "t");
  private static final Chain FORWARD =
      Chain.filter(TABLE, "forward", Hook.FORWARD, Chain.PRIORITY_FILTER);
  private static final Chain NAT = Chain.nat(TABLE, "nat", Hook.PREROUTING, Chain.PRIORITY_DSTNAT);
  private static final Chain USER = Chain.regular(TABLE, "user");
  private static final NamedSet LINKS = NamedSet.of(TABLE, "links", DataType.INTERFACE);
  private static final NamedSet PAIRS =
      NamedSet.of(TABLE, "pairs", DataType.INTERFACE, DataType.INTERFACE);
  private static final NamedSet PORTS =
      NamedSet.of(TABLE, "ports", DataType.PROTOCOL, DataType.PORT)
          .to(DataType.IPV4_ADDRESS, DataType.PORT);
  private static final NamedSet PORTS6 =
      NamedSet.of(TABLE, "ports6", DataType.IPV6_ADDRESS, DataType.PROTOCOL, DataType.PORT)
          .to(DataType.IPV6_ADDRESS, DataType.PORT);

  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void create() throws IOException {
    file = directory.resolve("namespace");
    NetworkNamespace.create(file).close();
  }

  @AfterEach
  void delete() throws IOException {
    NetworkNamespace.delete(file);
  }

  private NetlinkSocket open() throws IOException {
    try (NetworkNamespace namespace = NetworkNamespace.open(file)) {
      return namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETLINK_NETFILTER));
    }
  }

  @Test
  void nftReadsWhatWasWritten() throws IOException {
    try (NetlinkSocket socket = open()) {
      new Transaction()
          .add(TABLE)
          .add(USER)
          .add(FORWARD)
          .add(NAT)
          .add(LINKS)
          .add(PAIRS)
          .add(PORTS)
          .add(PORTS6)
          .add(FORWARD, new Rule("the user's").jump(USER))
          .add(FORWARD, new Rule("replies").state(Rule.CT_ESTABLISHED | Rule.CT_RELATED).accept())
          .add(FORWARD, new Rule("same").inAndOut(PAIRS).accept())
          .add(FORWARD, new Rule("published").out(LINKS).destinationChanged().accept())
          .add(FORWARD, new Rule("else").in(LINKS).drop())
          .add(
              FORWARD,
              new Rule("net").from(InterfaceAddress.parse("10.1.2.3/16")).notIn("lo").drop())
          .add(FORWARD, new Rule("dns").protocol(17).toPort(53).leave())
          .add(NAT, new Rule("ports").toLocalAddress().destinationFrom(PORTS))
          .add(NAT, new Rule("ports6").destinationFrom(PORTS6))
          .add(LINKS, List.of(NamedSet.Element.of("br0"), NamedSet.Element.of("br-1234567890ab")))
          .add(PAIRS, List.of(NamedSet.Element.of("br0", "br0")))
          .add(
              PORTS,
              List.of(NamedSet.Element.of(6, 8080).to(InetAddress.ofLiteral("10.0.0.2"), 80)))
          .add(
              PORTS6,
              List.of(
                  NamedSet.Element.of(InetAddress.ofLiteral("fd00::1"), 17, 53)
                      .to(InetAddress.ofLiteral("fd00::2"), 5353)))
          .commit(socket);

      assertThat(Shell.in(file, "nft", "list", "ruleset"))
          .contains(
              "type filter hook forward priority filter; policy accept;",
              "jump user comment \"the user's\"",
              "ct state established,related accept comment \"replies\"",
              "iifname . oifname @pairs accept",
              "oifname @links ct status dnat accept",
              "iifname @links drop",
              "ip saddr 10.1.0.0/16 iifname != \"lo\" drop",
              "udp dport 53 return",
              "dnat ip to meta l4proto . th dport map @ports",
              "dnat ip6 to ip6 daddr . meta l4proto . th dport map @ports6",
              "\"br0\"",
              "\"br-1234567890ab\"",
              "\"br0\" . \"br0\"",
              "tcp . 8080 : 10.0.0.2 . 80",
              "fd00::1 . udp . 53 : fd00::2 . 5353");
      assertThat(Tables.names(socket, Family.INET)).containsExactly("t");

      new Transaction()
          .flush(NAT)
          .delete(PORTS, List.of(NamedSet.Element.of(6, 8080)))
          .flush(LINKS)
          .commit(socket);
      assertThat(Shell.in(file, "nft", "list", "ruleset"))
          .doesNotContain("8080", "dnat ip to", "br-1234567890ab")
          .contains("\"br0\" . \"br0\"");

      new Transaction().delete(TABLE).commit(socket);
      assertThat(Shell.in(file, "nft", "list", "ruleset")).isEmpty();
    }
  }

  @Test
  void allOrNothing() throws IOException {
    try (NetlinkSocket socket = open()) {
      assertThatThrownBy(
              () ->
                  new Transaction()
                      .add(TABLE)
                      .add(LINKS)
                      .delete(LINKS, List.of(NamedSet.Element.of("br0")))
                      .add(LINKS, List.of(NamedSet.Element.of("br1")))
                      .commit(socket))
          .hasMessageStartingWith("delete elements [[br0]] of set links in table t: ")
          .hasMessageContaining("ENOENT");
      assertThat(Shell.in(file, "nft", "list", "ruleset")).isEmpty();
      // The socket is not confused by it.
      new Transaction().add(TABLE).add(LINKS).commit(socket);
      assertThat(Shell.in(file, "nft", "list", "ruleset")).contains("set links");
    }
  }

  @Test
  void manyElementsGoInOneTransaction() throws IOException {
    try (NetlinkSocket socket = open()) {
      List<NamedSet.Element> elements = new ArrayList<>();
      for (int port = 1; port <= 3000; port++) {
        elements.add(NamedSet.Element.of(6, port).to(InetAddress.ofLiteral("10.0.0.2"), port));
      }
      new Transaction().add(TABLE).add(PORTS).add(PORTS, elements).commit(socket);
      assertThat(Shell.in(file, "nft", "list", "ruleset"))
          .contains("tcp . 1 : 10.0.0.2 . 1", "tcp . 3000 : 10.0.0.2 . 3000");
    }
  }

  @Test
  void removalByOthersIsNoticed() throws IOException {
    try (NetlinkSocket socket = open();
        NetlinkSocket watcher = open()) {
      Tables.watch(watcher);
      new Transaction().add(TABLE).add(USER).commit(socket);
      new Transaction().delete(TABLE).add(TABLE).commit(socket);
      assertThat(watcher.receive()).noneMatch(m -> Tables.removedFrom(TABLE, m, socket.port()));

      Shell.in(file, "nft", "flush", "ruleset");

      List<Message> messages = new ArrayList<>();
      while (messages.stream().noneMatch(m -> Tables.removedFrom(TABLE, m, socket.port()))) {
        List<Message> more = watcher.receive();
        assertThat(more).isNotEmpty();
        messages.addAll(more);
      }
    }
  }
}
