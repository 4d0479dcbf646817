package dev.stevedore.dockerd.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.stevedore.dockerd.network.address.Subnet;
import dev.stevedore.dockerd.network.address.SubnetPools;
import dev.stevedore.dockerd.network.config.DefaultBridge;
import dev.stevedore.dockerd.network.config.NetworkDefaults;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import dev.stevedore.dockerd.network.model.Resolver;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The default network as the daemon's flags want it; needs root. */
@NeedsRoot
class DefaultNetworkTest {
  @RegisterExtension final Lab lab = new Lab();

  private record Told(
      Optional<String> bridge,
      Optional<String> address,
      Optional<String> range,
      Optional<String> gateway,
      boolean ipv6,
      List<SubnetPools.Pool> pools,
      boolean settled) {
    static final Told NOTHING =
        new Told(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            List.of(),
            false);

    NetworkDefaults defaults() {
      return new NetworkDefaults(
          new DefaultBridge(
              bridge,
              new DefaultBridge.Plan(
                  address.map(InterfaceAddress::parse),
                  range.map(InterfaceAddress::parse),
                  gateway.map(InetAddress::ofLiteral)),
              DefaultBridge.Plan.OPEN,
              ipv6,
              true,
              true,
              1400,
              DefaultBridge.EVERYWHERE),
          pools,
          Map.of("bridge", Map.of("com.docker.network.driver.mtu", "1300")),
          List.of(),
          new Resolver(List.of("192.0.2.53"), List.of("example.org"), List.of()),
          settled);
    }
  }

  private static Path start(NetworkStack stack, String id, String host) {
    return Lab.attach(stack, Lab.container(id, "c" + id, host));
  }

  @Test
  void itIsMadeAnewWhenTheDaemonIsToldOtherwiseAndNobodyIsInIt() throws IOException {
    String id;
    try (NetworkStack stack = lab.start()) {
      start(stack, "a", "{}");
      id = networkOf(stack, "a");
      stack.containers().detach("a".repeat(64));
    }
    Told told =
        new Told(
            Optional.empty(),
            Optional.of("10.40.0.1/16"),
            Optional.of("10.40.7.0/24"),
            Optional.of("10.40.0.254"),
            true,
            List.of(),
            false);
    try (NetworkStack stack = lab.start(told.defaults())) {
      Path a = stack.containers().attach(Lab.container("a", "ca", "{}")).namespace();
      assertThat(networkOf(stack, "a")).isEqualTo(id);
      assertThat(Lab.in(lab.host, "ip", "addr", "show", "br0"))
          .contains("10.40.0.1/16", "mtu 1400", "fd")
          .doesNotContain("172.17.");
      assertThat(Lab.in(a, "ip", "addr", "show", "eth0")).contains("10.40.7.0/16", "fd");
      assertThat(Lab.in(a, "ip", "route")).contains("default via 10.40.0.254");
    }
    // While somebody is in it, it stays.
    try (NetworkStack stack = lab.start(Told.NOTHING.defaults())) {
      ContainerFacts a = Lab.container("a", "ca", "{}");
      stack.containers().reconcile(List.of(a), List.of(a.id()));
      assertThat(Lab.in(lab.host, "ip", "addr", "show", "br0")).contains("10.40.0.1/16");
      Lab.end(stack, a.id());
    }
  }

  private static String networkOf(NetworkStack stack, String id) {
    JsonNode settings = stack.containers().settings(Lab.container(id, "c" + id, "{}"));
    return settings.at("/Networks/bridge/NetworkID").asText();
  }

  /** With live-restore only, as in Docker, and whatever else is said of it. */
  @Test
  void itStaysWhereItIsWhenThePoolsChangeUnderRunningContainers() throws IOException {
    assertThat(addressOfBridge(pools("10.70.0.0/16", false, false))).contains(" 10.70.0.1/24");
    assertThat(addressOfBridge(pools("10.80.0.0/16", true, false))).contains(" 10.70.0.1/24");
    assertThat(addressOfBridge(pools("10.80.0.0/16", true, true))).contains(" 10.70.0.1/24", " fd");
    assertThat(addressOfBridge(Told.NOTHING)).contains(" 10.70.0.1/24").doesNotContain(" fd");
    assertThat(addressOfBridge(pools("10.80.0.0/16", false, false))).contains(" 10.80.0.1/24");
  }

  private static Told pools(String base, boolean settled, boolean ipv6) {
    return new Told(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        ipv6,
        List.of(new SubnetPools.Pool(Subnet.parse(base), 24)),
        settled);
  }

  private String addressOfBridge(Told told) throws IOException {
    try (NetworkStack _ = lab.start(told.defaults())) {
      return Lab.in(lab.host, "ip", "addr", "show", "br0");
    }
  }

  @Test
  void aBridgeOfTheUsersIsUsedAndStays() throws IOException {
    Told told =
        new Told(
            Optional.of("mine"),
            Optional.empty(),
            Optional.of("10.50.0.128/25"),
            Optional.empty(),
            false,
            List.of(),
            false);
    assertThatThrownBy(() -> lab.start(told.defaults()))
        .hasMessage("bridge device with non default name mine must be created manually");
    Lab.in(lab.host, "ip", "link", "add", "mine", "type", "bridge");
    Lab.in(lab.host, "ip", "link", "add", "vethown", "type", "veth", "peer", "name", "own1");
    Lab.in(lab.host, "ip", "link", "set", "vethown", "master", "mine");
    Lab.in(lab.host, "ip", "addr", "add", "10.50.0.1/24", "dev", "mine");
    try (NetworkStack stack = lab.start(told.defaults())) {
      Path a = start(stack, "a", "{}");
      assertThat(Lab.in(a, "ip", "addr", "show", "eth0")).contains("10.50.0.128/24");
      assertThat(Lab.in(a, "ping", "-c1", "-W2", "192.0.2.2")).contains("1 received");
      stack.containers().reconcile(List.of(), List.of());
      stack.settle();
      stack.retire();
      assertThat(Lab.in(lab.host, "ip", "addr", "show", "mine")).contains("10.50.0.1/24");
      // The container's port is swept, the user's own is not.
      assertThat(Lab.in(lab.host, "ip", "link")).containsOnlyOnce("master mine");
    }
  }

  @Test
  void withoutItContainersHaveTheirLoopbackOnly() throws IOException {
    Told none =
        new Told(
            Optional.of("none"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            List.of(new SubnetPools.Pool(Subnet.parse("10.60.0.0/16"), 24)),
            false);
    try (NetworkStack stack = lab.start(none.defaults())) {
      Path a = start(stack, "a", "{}");
      assertThat(Lab.in(a, "ip", "-br", "link").lines()).hasSize(1);
      stack.create(Lab.request("{'Name':'own'}"));
      Path b = start(stack, "b", "{'NetworkMode':'own'}");
      assertThat(Lab.in(b, "ip", "addr", "show", "eth0")).contains("10.60.0.2/24", "mtu 1300");
      ContainerFacts c = Lab.container("c", "cc", "{}");
      stack.containers().define(c, MissingNode.getInstance());
      assertThat(stack.containers().attach(c).resolvConf())
          .contains("nameserver 192.0.2.53", "search example.org");
      Lab.end(stack, "a", "b", "c");
    }
  }
}
