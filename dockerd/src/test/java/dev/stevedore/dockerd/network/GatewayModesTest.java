package dev.stevedore.dockerd.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.network.config.FirewallConfig;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How networks are reached that are not just translated; needs root. */
@NeedsRoot
class GatewayModesTest {
  private static final String MODE = "com.docker.network.bridge.gateway_mode_ipv";

  @RegisterExtension final Lab lab = new Lab();

  private static ContainerFacts web(String id, String network) {
    return Lab.container(
        id,
        "web" + id,
        "{'NetworkMode':'" + network + "','PortBindings':{'80/tcp':[{'HostPort':'8080'}]}}");
  }

  private static void create(NetworkStack stack, String name, String mode, String subnet) {
    stack.create(
        Lab.request(
            "{'Name':'%s','Options':{'%s4':'%s'},'IPAM':{'Config':[{'Subnet':'%s'}]}}"
                .formatted(name, MODE, mode, subnet)));
  }

  @ParameterizedTest
  @EnumSource(names = {"NFTABLES", "IPTABLES_LEGACY"})
  void routedNetworksAreReachedByTheirOwnAddressesAndPublishedPortsOnly(
      FirewallConfig.Backend backend) throws IOException {
    try (NetworkStack stack = lab.start(new FirewallConfig(backend, false, true, true))) {
      create(stack, "routed", "routed", "10.71.0.0/24");
      create(stack, "plain", "nat", "10.72.0.0/24");
      ContainerFacts facts = web("a", "routed");
      Path a = Lab.attach(stack, facts);
      Path other = Lab.attach(stack, Lab.container("b", "other", "{'NetworkMode':'plain'}"));
      lab.serve(a, 80);
      lab.serve(a, 81);
      lab.serve(lab.outside, 8000);

      assertThat(Lab.curl(lab.outside, "http://10.71.0.2:80")).isEqualTo("from 192.0.2.2.");
      Lab.assertUnreachable(lab.outside, "http://10.71.0.2:81");
      assertThat(Lab.in(lab.outside, "ping", "-c1", "-W2", "10.71.0.2")).contains("1 received");
      Lab.assertUnreachable(lab.outside, "http://192.0.2.1:8080");
      assertThat(Lab.curl(a, "http://192.0.2.2:8000")).isEqualTo("from 10.71.0.2.");
      // That one leaves its own network with the address of the host.
      assertThat(Lab.curl(other, "http://10.71.0.2:80")).isEqualTo("from 10.71.0.1.");
      Lab.assertUnreachable(other, "http://10.71.0.2:81");
      assertThat(stack.containers().ports(facts).toString())
          .isEqualTo("[{\"IP\":\"0.0.0.0\",\"PrivatePort\":80,\"Type\":\"tcp\"}]");
      assertThat(stack.containers().settings(facts).at("/Ports").toString())
          .isEqualTo("{\"80/tcp\":[{\"HostIp\":\"0.0.0.0\",\"HostPort\":\"\"}]}");

      stack.containers().forget("a".repeat(64));
      stack.containers().forget("b".repeat(64));
      if (backend == FirewallConfig.Backend.NFTABLES) {
        assertThat(Lab.in(lab.host, "nft", "list", "set", "inet", "stevedore", "routed-ports4"))
            .doesNotContain("10.71");
      } else {
        assertThat(Lab.in(lab.host, "iptables-legacy-save")).doesNotContain("10.71.0.2");
      }
      stack.retire();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NFTABLES", "IPTABLES_LEGACY"})
  void unprotectedNetworksAreOpenForWhoHasARouteButNotForOtherNetworks(
      FirewallConfig.Backend backend) throws IOException {
    try (NetworkStack stack = lab.start(new FirewallConfig(backend, false, true, true))) {
      create(stack, "bare", "nat-unprotected", "10.73.0.0/24");
      create(stack, "plain", "nat", "10.74.0.0/24");
      Path a = Lab.attach(stack, web("a", "bare"));
      Path other = Lab.attach(stack, Lab.container("b", "other", "{'NetworkMode':'plain'}"));
      lab.serve(a, 80);
      lab.serve(a, 81);
      lab.serve(lab.outside, 8000);

      assertThat(Lab.curl(lab.outside, "http://192.0.2.1:8080")).isEqualTo("from 192.0.2.2.");
      assertThat(Lab.curl(lab.outside, "http://10.73.0.2:81")).isEqualTo("from 192.0.2.2.");
      assertThat(Lab.curl(a, "http://192.0.2.2:8000")).isEqualTo("from 192.0.2.1.");
      Lab.assertUnreachable(other, "http://10.73.0.2:81");
      Lab.end(stack, "a", "b");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NFTABLES", "IPTABLES_LEGACY"})
  void theSameHoldsForIpv6(FirewallConfig.Backend backend) throws IOException {
    try (NetworkStack stack = lab.start(new FirewallConfig(backend, false, true, true))) {
      createV6(stack, "routed", "routed", "2001:db8:71::/64");
      createV6(stack, "bare", "nat-unprotected", "2001:db8:72::/64");
      Path a = Lab.attach(stack, web("a", "routed"));
      Path b = Lab.attach(stack, Lab.container("b", "other", "{'NetworkMode':'bare'}"));
      for (Path space : List.of(a, b)) {
        lab.serve(space, 80);
        lab.serve(space, 81);
      }
      lab.serve(lab.outside, 8000);

      assertThat(Lab.curl(lab.outside, "http://[2001:db8:71::2]")).isEqualTo("from 2001:db8::2.");
      Lab.assertUnreachable(lab.outside, "http://[2001:db8:71::2]:81");
      assertThat(Lab.in(lab.outside, "ping", "-c1", "-W2", "2001:db8:71::2"))
          .contains("1 received");
      assertThat(Lab.curl(a, "http://[2001:db8::2]:8000")).isEqualTo("from 2001:db8:71::2.");
      // By IPv4, which is translated, the port is published as ever.
      assertThat(Lab.curl(lab.outside, "http://192.0.2.1:8080")).isEqualTo("from 192.0.2.2.");

      assertThat(Lab.curl(lab.outside, "http://[2001:db8:72::2]:81"))
          .isEqualTo("from 2001:db8::2.");
      assertThat(Lab.curl(b, "http://[2001:db8::2]:8000")).isEqualTo("from 2001:db8::1.");
      assertThat(Lab.curl(b, "http://[2001:db8:71::2]")).startsWith("from 2001:db8:71::1");
      Lab.assertUnreachable(a, "http://[2001:db8:72::2]");
      Lab.end(stack, "a", "b");
    }
  }

  private static void createV6(NetworkStack stack, String name, String mode, String subnet) {
    stack.create(
        Lab.request(
            "{'Name':'%s','EnableIPv6':true,'Options':{'%s6':'%s'},'IPAM':{'Config':[{'Subnet':'%s'}]}}"
                .formatted(name, MODE, mode, subnet)));
  }

  @ParameterizedTest
  @EnumSource(names = {"NFTABLES", "IPTABLES_LEGACY"})
  void byTrustedLinksPublishedPortsAreReachedAtContainersOwnAddresses(
      FirewallConfig.Backend backend) throws IOException {
    Path other = lab.neighbour("other", "198.51.100", "2001:db8:1:");
    try (NetworkStack stack = lab.start(new FirewallConfig(backend, false, true, true))) {
      stack.create(
          Lab.request(
              "{'Name':'x','Options':{'com.docker.network.bridge.trusted_host_interfaces':"
                  + "'wg0:up0'},'IPAM':{'Config':[{'Subnet':'10.76.0.0/24'}]}}"));
      String two = "{'NetworkMode':'x','PortBindings':{'80/tcp':[{'HostPort':'8080'}%s]}}";
      Path a = Lab.attach(stack, Lab.container("a", "a", two.formatted(",{'HostPort':'8081'}")));
      lab.serve(a, 80);
      lab.serve(a, 81);
      assertThat(Lab.curl(lab.outside, "http://10.76.0.2")).isEqualTo("from 192.0.2.2.");
      Lab.assertUnreachable(lab.outside, "http://10.76.0.2:81");
      Lab.assertUnreachable(other, "http://10.76.0.2");
      // One of the two ways in goes: the other one still counts.
      stack.containers().republish(Lab.container("a", "a", two.formatted("")));
      assertThat(Lab.curl(lab.outside, "http://10.76.0.2")).isEqualTo("from 192.0.2.2.");
      assertThat(stack.inspections().getLast().look().findings()).isEmpty();
      stack.containers().republish(Lab.container("a", "a", "{'NetworkMode':'x'}"));
      Lab.assertUnreachable(lab.outside, "http://10.76.0.2");
      Lab.end(stack, "a");
    }
  }

  @Test
  void packetsLeaveWithTheAddressThatWasChosen() throws IOException {
    Lab.in(lab.host, "ip", "addr", "add", "192.0.2.77/24", "dev", "up0");
    Lab.in(lab.host, "ip", "addr", "add", "2001:db8::77/64", "dev", "up0", "nodad");
    try (NetworkStack stack = lab.start()) {
      stack.create(
          Lab.request(
              "{'Name':'x','EnableIPv6':true,'Options':{"
                  + "'com.docker.network.host_ipv4':'192.0.2.77',"
                  + "'com.docker.network.host_ipv6':'2001:db8::77'}}"));
      Path a = Lab.attach(stack, Lab.container("a", "one", "{'NetworkMode':'x'}"));
      lab.serve(lab.outside, 8000);
      assertThat(Lab.curl(a, "http://192.0.2.2:8000")).isEqualTo("from 192.0.2.77.");
      assertThat(Lab.curl(a, "http://[2001:db8::2]:8000")).isEqualTo("from 2001:db8::77.");
      Lab.end(stack, "a");
    }
  }

  @Test
  void anIsolatedNetworkHasNotEvenTheHost() throws IOException {
    try (NetworkStack stack = lab.start()) {
      assertThatThrownBy(() -> create(stack, "x", "isolated", "10.75.0.0/24"))
          .isInstanceOf(ApiException.Internal.class)
          .hasMessage("gateway mode 'isolated' can only be used for an internal network");
      assertThatThrownBy(() -> create(stack, "x", "odd", "10.75.0.0/24"))
          .isInstanceOf(ApiException.BadParameter.class)
          .hasMessage("failed to parse " + MODE + "4 value: odd (unknown gateway mode odd)");
      stack.create(
          Lab.request(
              "{'Name':'alone','Internal':true,'Options':{'"
                  + MODE
                  + "4':'isolated',"
                  + "'com.docker.network.bridge.name':'bralone'},"
                  + "'IPAM':{'Config':[{'Subnet':'10.75.0.0/24'}]}}"));
      Path a = Lab.attach(stack, Lab.container("a", "one", "{'NetworkMode':'alone'}"));
      Path b = Lab.attach(stack, Lab.container("b", "two", "{'NetworkMode':'alone'}"));
      assertThat(Lab.in(lab.host, "ip", "-4", "addr", "show", "bralone")).isEmpty();
      // Nobody is the gateway, so its address is a container's.
      assertThat(Lab.in(a, "ip", "addr", "show", "eth0")).contains("10.75.0.1/24");
      assertThat(Lab.in(b, "ping", "-c1", "-W2", "10.75.0.1")).contains("1 received");
      Lab.end(stack, "a", "b");
    }
  }

  @Test
  void eachVersionHasAModeOfItsOwn() throws IOException {
    try (NetworkStack stack = lab.start()) {
      for (boolean routed4 : new boolean[] {true, false}) {
        String name = routed4 ? "four" : "six";
        stack.create(
            Lab.request(
                "{'Name':'%s','EnableIPv6':true,'Options':{'com.docker.network.bridge.gateway_mode_ipv%s':'routed'}}"
                    .formatted(name, routed4 ? "4" : "6")));
        ContainerFacts facts = web(routed4 ? "a" : "b", name);
        Lab.attach(stack, facts);
        assertThat(stack.containers().settings(facts).at("/Ports/80~1tcp").toString())
            .isEqualTo(
                Lab.json(
                        "[{'HostIp':'0.0.0.0','HostPort':'%s'},{'HostIp':'::','HostPort':'%s'}]"
                            .formatted(routed4 ? "" : "8080", routed4 ? "8080" : ""))
                    .toString());
        stack.containers().forget(facts.id());
      }
      stack.settle();
      stack.retire();
    }
  }

  @Test
  void whoHasNoIpv6HasNoAddressOfIt() throws IOException {
    try (NetworkStack stack = lab.start()) {
      stack.create(Lab.request("{'Name':'six','EnableIPv6':true}"));
      ContainerFacts facts =
          Lab.container(
              "a", "ca", "{'NetworkMode':'six','Sysctls':{'net.ipv6.conf.all.disable_ipv6':'1'}}");
      Path a = Lab.attach(stack, facts);
      assertThat(Lab.in(a, "ip", "addr", "show", "eth0")).doesNotContain("inet6");
      assertThat(stack.containers().settings(facts).at("/Networks/six/GlobalIPv6Address").asText())
          .isEmpty();
      Lab.end(stack, "a");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NFTABLES", "IPTABLES_LEGACY"})
  void inAnIsolatedNetworkOfIpv6ContainersReachEachOtherAndNobodyElseDoes(
      FirewallConfig.Backend backend) throws IOException {
    try (NetworkStack stack = lab.start(new FirewallConfig(backend, false, true, true))) {
      stack.create(
          Lab.request(
              "{'Name':'alone','Internal':true,'EnableIPv6':true,'Options':{"
                  + ("'" + MODE + "4':'isolated','" + MODE + "6':'isolated',")
                  + "'com.docker.network.bridge.name':'bralone'},'IPAM':{'Config':"
                  + "[{'Subnet':'10.75.0.0/24'},{'Subnet':'fd00:75::/64'}]}}"));
      Path a = Lab.attach(stack, web("a", "alone"));
      Path b = Lab.attach(stack, Lab.container("b", "two", "{'NetworkMode':'alone'}"));
      Path other = Lab.attach(stack, Lab.container("c", "other", "{}"));
      lab.serve(a, 80);
      lab.serve(lab.host, 8000);
      // Not even an address of the link's own, by which containers would reach the host.
      assertThat(Lab.in(lab.host, "ip", "addr", "show", "bralone")).doesNotContain("inet");
      assertThat(Lab.in(a, "ip", "-6", "addr", "show", "eth0")).contains("fd00:75::1/64");
      assertThat(Lab.in(b, "ip", "-6", "addr", "show", "eth0")).contains("fd00:75::2/64");
      assertThat(Lab.curl(b, "http://[fd00:75::1]")).isEqualTo("from fd00:75::2.");
      assertThat(Lab.in(b, "ping", "-c1", "-W2", "fd00:75::1")).contains("1 received");
      assertThat(Lab.in(a, "ip", "-6", "route")).doesNotContain("default");
      Lab.assertUnreachable(a, "http://[2001:db8::1]:8000");
      // Also by who has, or makes, a route.
      Lab.in(a, "ip", "-6", "route", "add", "default", "dev", "eth0");
      Lab.assertUnreachable(a, "http://[2001:db8::1]:8000");
      Lab.assertUnreachable(a, "http://[2001:db8::2]");
      Lab.assertUnreachable(lab.outside, "http://[fd00:75::1]");
      Lab.assertUnreachable(other, "http://10.75.0.1");
      Lab.assertUnreachable(lab.host, "http://[fd00:75::1]");
      Lab.end(stack, "a", "b", "c");
    }
  }
}
