package dev.stevedore.lib.linux.netlink.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.linux.netlink.NetlinkSocket;
import dev.stevedore.lib.linux.netlink.Shell;
import dev.stevedore.lib.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** In namespaces of its own; needs root. */
@EnabledIfSystemProperty(named = "user.name", matches = "root", disabledReason = "needs root")
class RouteTest {
  @TempDir Path directory;
  private Path left = Path.of("");
  private Path right = Path.of("");

  @BeforeEach
  void create() throws IOException {
    left = directory.resolve("left");
    right = directory.resolve("right");
    NetworkNamespace.create(left).close();
    NetworkNamespace.create(right).close();
  }

  @AfterEach
  void delete() throws IOException {
    NetworkNamespace.delete(left);
    NetworkNamespace.delete(right);
  }

  private static NetlinkSocket route(NetworkNamespace namespace) throws IOException {
    return namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE));
  }

  @Test
  void whereNothingWasEverUpThereAreNoRoutes() throws IOException {
    try (NetworkNamespace namespace = NetworkNamespace.open(left);
        NetlinkSocket socket = route(namespace)) {
      assertThat(Routes.list(socket)).isEmpty();
    }
  }

  @Test
  void aContainerIsConnectedInTwoDatagrams() throws IOException {
    try (NetworkNamespace host = NetworkNamespace.open(left);
        NetworkNamespace container = NetworkNamespace.open(right);
        NetlinkSocket hostSocket = route(host);
        NetlinkSocket containerSocket = route(container)) {
      hostSocket.execute(
          Links.createBridge(
              LinkSettings.named("br0").up(true).mac(new MacAddress("02:42:00:00:00:01"))));
      Link bridge = Links.find(hostSocket, "br0").orElseThrow();
      hostSocket.execute(
          List.of(
              Addresses.add(bridge.index(), InterfaceAddress.parse("10.9.0.1/24")),
              Addresses.add(bridge.index(), InterfaceAddress.parse("fd00:9::1/64")),
              Links.createVeth(
                  LinkSettings.named("veth0").master(bridge.index()).up(true).mtu(1400),
                  LinkSettings.named("eth0")
                      .namespace(container.fd())
                      .mtu(1400)
                      .mac(new MacAddress("02:42:0A:09:00:02")))));
      Link veth = Links.find(hostSocket, "veth0").orElseThrow();
      hostSocket.execute(Links.changePort("veth0", true, true, "of a container"));
      Link eth0 = Links.find(containerSocket, "eth0").orElseThrow();
      Link lo = Links.find(containerSocket, "lo").orElseThrow();
      containerSocket.execute(
          List.of(
              Links.change(lo.index(), new LinkSettings().up(true)),
              Links.change(eth0.index(), new LinkSettings().up(true)),
              Addresses.add(eth0.index(), InterfaceAddress.parse("10.9.0.2/24")),
              Addresses.add(eth0.index(), InterfaceAddress.parse("fd00:9::2/64")),
              Routes.addDefault(eth0.index(), InetAddress.ofLiteral("10.9.0.1")),
              Routes.addDefault(eth0.index(), InetAddress.ofLiteral("fd00:9::1")),
              Routes.add(
                  eth0.index(),
                  InterfaceAddress.parse("192.0.2.0/24"),
                  Optional.of(InetAddress.ofLiteral("10.9.0.7")))));

      assertThat(Shell.in(left, "ip", "-d", "link", "show", "veth0"))
          .contains("master br0", "mtu 1400", "hairpin on", "isolated on", "state UP");
      assertThat(Shell.in(right, "ip", "addr", "show", "eth0"))
          .contains("10.9.0.2/24 brd 10.9.0.255", "fd00:9::2/64", "02:42:0a:09:00:02");
      assertThat(Shell.in(right, "ip", "route"))
          .contains("default via 10.9.0.1 dev eth0", "192.0.2.0/24 via 10.9.0.7 dev eth0");
      assertThat(Shell.in(left, "ping", "-c1", "-W2", "10.9.0.2")).contains("1 received");
      assertThat(Shell.in(right, "ping", "-c1", "-W2", "fd00:9::1")).contains("1 received");

      assertThat(eth0.peer()).contains(veth.index());
      assertThat(veth.kind()).contains("veth");
      assertThat(veth.master()).contains(bridge.index());
      assertThat(Links.list(hostSocket)).extracting(Link::name).contains("lo", "br0", "veth0");
      assertThat(Addresses.list(containerSocket))
          .contains(new Addresses.OfLink(eth0.index(), InterfaceAddress.parse("10.9.0.2/24")));
      assertThat(Routes.list(containerSocket))
          .contains(
              new Routes.Route(
                  Optional.empty(), Optional.of(InetAddress.ofLiteral("10.9.0.1")), eth0.index()));

      hostSocket.execute(Links.delete("veth0"));
      assertThat(Links.find(containerSocket, "eth0")).isEmpty();
    }
  }

  @Test
  void whatTheKernelSaysIsInTheError() throws IOException {
    try (NetworkNamespace namespace = NetworkNamespace.open(left);
        NetlinkSocket socket = route(namespace)) {
      socket.execute(Links.createBridge(LinkSettings.named("br0")));
      assertThatThrownBy(() -> socket.execute(Links.createBridge(LinkSettings.named("br0"))))
          .hasMessage("create bridge br0: file exists (EEXIST)");
      Link bridge = Links.find(socket, "br0").orElseThrow();
      socket.execute(Links.change(bridge.index(), new LinkSettings().up(true)));
      assertThatThrownBy(
              () ->
                  socket.execute(
                      Routes.addDefault(bridge.index(), InetAddress.ofLiteral("10.1.1.1"))))
          .hasMessageContaining("ENETUNREACH): Nexthop has invalid gateway");
    }
  }

  @Test
  void deletingANamespaceThatIsNotThereIsNoError() throws IOException {
    NetworkNamespace.delete(directory.resolve("nothing"));
    assertThatThrownBy(() -> NetworkNamespace.create(left)).hasMessageContaining("EEXIST");
  }
}
