package dev.stevedore.dockerd.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.network.config.FirewallConfig;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import java.io.IOException;
import java.nio.file.Path;
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
      assertThatThrownBy(() -> Lab.curl(lab.outside, "http://10.71.0.2:81"));
      assertThat(Lab.in(lab.outside, "ping", "-c1", "-W2", "10.71.0.2")).contains("1 received");
      assertThatThrownBy(() -> Lab.curl(lab.outside, "http://192.0.2.1:8080"));
      assertThat(Lab.curl(a, "http://192.0.2.2:8000")).isEqualTo("from 10.71.0.2.");
      // That one leaves its own network with the address of the host.
      assertThat(Lab.curl(other, "http://10.71.0.2:80")).isEqualTo("from 10.71.0.1.");
      assertThatThrownBy(() -> Lab.curl(other, "http://10.71.0.2:81"));
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
      assertThatThrownBy(() -> Lab.curl(other, "http://10.73.0.2:81"));
      Lab.end(stack, "a", "b");
    }
  }

  @Test
  void packetsLeaveWithTheAddressThatWasChosen() throws IOException {
    Lab.in(lab.host, "ip", "addr", "add", "192.0.2.77/24", "dev", "up0");
    try (NetworkStack stack = lab.start()) {
      stack.create(
          Lab.request("{'Name':'x','Options':{'com.docker.network.host_ipv4':'192.0.2.77'}}"));
      Path a = Lab.attach(stack, Lab.container("a", "one", "{'NetworkMode':'x'}"));
      lab.serve(lab.outside, 8000);
      assertThat(Lab.curl(a, "http://192.0.2.2:8000")).isEqualTo("from 192.0.2.77.");
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
}
