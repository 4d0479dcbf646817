package dev.stevedore.dockerd.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import dev.stevedore.dockerd.network.model.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Containers as neighbours of the host's neighbours; needs root. */
@NeedsRoot
class LanTest {
  /** The parent's other end is {@code outside}, which plays the router. */
  private static final String ON_UP0 =
      "{'Name':'lan','Driver':'macvlan','EnableIPv6':true,'Options':{'parent':'up0'},"
          + "'IPAM':{'Config':[{'Subnet':'192.0.2.0/24','Gateway':'192.0.2.2',"
          + "'AuxiliaryAddresses':{'host':'192.0.2.1'}},"
          + "{'Subnet':'2001:db8::/64','Gateway':'2001:db8::2'}]}}";

  @RegisterExtension final Lab lab = new Lab();

  private static String ping(Path from, String to) throws IOException {
    return Lab.in(from, "ping", "-c1", "-W2", to);
  }

  @Test
  void macvlansReachEachOtherAndTheNeighboursOfTheirParent() throws IOException {
    ContainerFacts one = Lab.container("a", "one", "{'NetworkMode':'lan'}");
    ContainerFacts two = Lab.container("b", "two", "{'NetworkMode':'lan'}");
    // The host's own link of that name is in nobody's way, which older kernels want to be helped
    // with.
    Lab.in(lab.host, "ip", "link", "add", "eth0", "type", "veth", "peer", "name", "eth0-end");
    try (NetworkStack stack = lab.start()) {
      Network lan = new Network(stack.create(Lab.request(ON_UP0)).id());
      Path a = Lab.attach(stack, one);
      Path b =
          Lab.attach(
              stack,
              two,
              Lab.json(
                  "{'EndpointsConfig':{'lan':{'MacAddress':'02:11:22:33:44:55',"
                      + "'IPAMConfig':{'IPv4Address':'192.0.2.77','IPv6Address':'2001:db8::77'}}}}"));

      assertThat(Lab.in(a, "ip", "-d", "addr", "show", "eth0"))
          .contains("macvlan mode bridge", "192.0.2.3/24", "2001:db8::");
      assertThat(Lab.in(b, "ip", "addr", "show", "eth0"))
          .contains("192.0.2.77/24", "02:11:22:33:44:55", "2001:db8::77/64");
      assertThat(Lab.in(a, "ip", "route")).contains("default via 192.0.2.2 dev eth0");
      assertThat(Lab.in(a, "ip", "-6", "route")).contains("default via 2001:db8::2 dev eth0");
      assertThat(ping(a, "192.0.2.77")).contains("1 received");
      assertThat(ping(lab.outside, "192.0.2.77")).contains("1 received");
      assertThat(ping(a, "2001:db8::77")).contains("1 received");
      assertThat(Lab.in(a, "dig", "+short", "@127.0.0.11", "two")).isEqualTo("192.0.2.77\n");
      // Nothing is translated: the neighbour sees the container's own address.
      lab.serve(lab.outside, 8000);
      assertThat(Lab.curl(a, "http://192.0.2.2:8000")).isEqualTo("from 192.0.2.3.");
      JsonNode settings = stack.containers().settings(two);
      assertThat(settings.at("/Networks/lan/Gateway").asText()).isEqualTo("192.0.2.2");
      assertThat(settings.at("/Networks/lan/NetworkID").asText()).isEqualTo(lan.id());
      assertThat(Lab.in(lab.host, "nft", "list", "ruleset")).doesNotContain("up0");
    }
    // Another daemon, while they run; then one of them ends, and comes back with its addresses.
    try (NetworkStack stack = lab.start()) {
      stack.containers().reconcile(List.of(one, two), List.of(one.id(), two.id()));
      Path a = Path.of(stack.containers().settings(one).path("SandboxKey").asText());
      assertThat(ping(a, "192.0.2.77")).contains("1 received");
      stack.containers().detach(two.id());
      Path b = stack.containers().attach(two).namespace();
      assertThat(Lab.in(b, "ip", "addr", "show", "eth0"))
          .contains("192.0.2.77/24", "02:11:22:33:44:55");
      assertThat(ping(b, "192.0.2.3")).contains("1 received");
      Lab.end(stack, one.id(), two.id());
      assertThat(Lab.in(lab.host, "ip", "link")).contains("up0").doesNotContain("br0");
    }
  }

  private record Network(String id) {}

  @Test
  void withoutAParentTheyHaveOnlyEachOther() throws IOException {
    try (NetworkStack stack = lab.start()) {
      String id = stack.create(Lab.request("{'Name':'alone','Driver':'macvlan'}")).id();
      Path a = Lab.attach(stack, Lab.container("a", "one", "{'NetworkMode':'alone'}"));
      Path b = Lab.attach(stack, Lab.container("b", "two", "{'NetworkMode':'alone'}"));
      assertThat(Lab.in(lab.host, "ip", "link")).contains("dm-" + id.substring(0, 12));
      assertThat(Lab.in(a, "ip", "route")).doesNotContain("default");
      String other = Lab.in(a, "dig", "+short", "@127.0.0.11", "two").strip();
      assertThat(ping(a, other)).contains("1 received");
      assertThat(Lab.in(b, "ip", "addr", "show", "eth0")).contains(other);
      Lab.end(stack, "a", "b");
      assertThat(Lab.in(lab.host, "ip", "link")).doesNotContain("dm-");
    }
  }

  @Test
  void containersEnterAndLeaveWhileTheyRun() throws IOException {
    try (NetworkStack stack = lab.start()) {
      stack.create(Lab.request(ON_UP0));
      ContainerFacts one = Lab.container("a", "one", "{}");
      Path a = Lab.attach(stack, one);
      stack.connect(one, "lan");
      assertThat(Lab.in(a, "ip", "addr", "show", "eth1")).contains("192.0.2.3/24");
      // Both lead out, this one in both versions.
      assertThat(Lab.in(a, "ip", "route")).contains("default via 192.0.2.2 dev eth1");
      stack.disconnect(one, "lan");
      assertThat(Lab.in(a, "ip", "route")).contains("default via 172.17.0.1 dev eth0");
      assertThat(Lab.in(a, "ip", "link")).doesNotContain("eth1");
      Lab.end(stack, one.id());
    }
  }

  @Test
  void otherModesKeepContainersApartOrTakeTheParentWhole() throws IOException {
    try (NetworkStack stack = lab.start()) {
      String config =
          "'IPAM':{'Config':[{'Subnet':'192.0.2.0/24','Gateway':'192.0.2.2',"
              + "'AuxiliaryAddresses':{'host':'192.0.2.1'}}]}}";
      stack.create(
          Lab.request(
              "{'Name':'apart','Driver':'macvlan',"
                  + "'Options':{'parent':'up0','macvlan_mode':'private'},"
                  + config));
      Path a = Lab.attach(stack, Lab.container("a", "one", "{'NetworkMode':'apart'}"));
      Lab.attach(stack, Lab.container("b", "two", "{'NetworkMode':'apart'}"));
      assertThat(ping(a, "192.0.2.2")).contains("1 received");
      assertThatThrownBy(() -> Lab.in(a, "ping", "-c1", "-W1", "192.0.2.4"));
      stack.containers().forget("a".repeat(64));
      stack.containers().forget("b".repeat(64));
      stack.settle();
      stack.remove("apart");
      stack.create(
          Lab.request(
              "{'Name':'whole','Driver':'macvlan',"
                  + "'Options':{'parent':'up0','macvlan_mode':'passthru'},"
                  + config));
      ContainerFacts c = Lab.container("c", "three", "{'NetworkMode':'whole'}");
      assertThat(ping(Lab.attach(stack, c), "192.0.2.2")).contains("1 received");
      ContainerFacts d = Lab.container("d", "four", "{'NetworkMode':'whole'}");
      stack.containers().define(d, MissingNode.getInstance());
      assertThatThrownBy(() -> stack.containers().attach(d))
          .hasMessageContaining("failed to create the macvlan port: ");
      // Its parent is free for it again as soon as it starts anew.
      stack.containers().detach(c.id());
      assertThat(ping(stack.containers().attach(c).namespace(), "192.0.2.2"))
          .contains("1 received");
      Lab.end(stack, c.id(), d.id());
    }
  }

  @Test
  void whatCannotBeIsRefusedInDockersWords() throws IOException {
    try (NetworkStack stack = lab.start()) {
      refused(
          stack,
          "macvlan",
          "'parent':'lo'",
          "loopback interface is not a valid macvlan parent link");
      refused(
          stack,
          "macvlan",
          "'macvlan_mode':'x'",
          "requested macvlan mode 'x' is not valid, 'bridge' mode is the macvlan driver default");
      refused(
          stack,
          "ipvlan",
          "'ipvlan_mode':'x'",
          "requested ipvlan mode 'x' is not valid, 'l2' mode is the ipvlan driver default");
      refused(
          stack,
          "ipvlan",
          "'ipvlan_flag':'x'",
          "requested ipvlan flag 'x' is not valid, 'bridge' is the ipvlan driver default");
      refused(
          stack,
          "macvlan",
          "'parent':'nosuch'",
          "invalid subinterface vlan name nosuch, example formatting is eth0.10");
      refused(
          stack,
          "macvlan",
          "'parent':'nosuch.5'",
          "-o parent interface was not found on the host: nosuch");
      refused(
          stack,
          "macvlan",
          "'parent':'up0.x'",
          "unable to parse a valid vlan id from: x (ex. eth0.10 for vlan 10)");
      refused(
          stack, "ipvlan", "'parent':'up0.5000'", "vlan id must be between 1-4094, received: 5000");
      String id = stack.create(Lab.request(ON_UP0)).id();
      refused(
          stack,
          "macvlan",
          "'parent':'up0','macvlan_mode':'passthru'",
          "cannot use mode passthru, macvlan network "
              + id
              + " is already using parent interface up0");
      stack.retire();
      assertThat(Lab.in(lab.host, "ip", "link")).contains("up0");
    }
  }

  private static void refused(NetworkStack stack, String driver, String options, String why) {
    assertThatThrownBy(
            () ->
                stack.create(
                    Lab.request(
                        "{'Name':'x','Driver':'" + driver + "','Options':{" + options + "}}")))
        .isInstanceOf(ApiException.Internal.class)
        .hasMessage(why);
  }
}
