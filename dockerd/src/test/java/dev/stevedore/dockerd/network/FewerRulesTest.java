package dev.stevedore.dockerd.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.dockerd.network.config.FirewallConfig;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The daemon told to make fewer rules than usual, or other ones; needs root. */
@NeedsRoot
class FewerRulesTest {
  private static final String SIX =
      "{'Name':'six','EnableIPv6':true,'IPAM':{'Config':"
          + "[{'Subnet':'10.9.0.0/24'},{'Subnet':'fd00:9::/64'}]}}";
  private static final String PUBLISHED =
      "{'NetworkMode':'six','PortBindings':{'80/tcp':[{'HostPort':'8080'}],"
          + "'53/udp':[{'HostPort':'5353'}]}}";

  @RegisterExtension final Lab lab = new Lab();

  private static FirewallConfig config(
      FirewallConfig.Backend backend, boolean v4, boolean v6, boolean direct) {
    return new FirewallConfig(
        backend, false, true, true, new FirewallConfig.Scope(v4, v6, true, direct));
  }

  private Path serve(NetworkStack stack) throws IOException {
    stack.create(Lab.request(SIX));
    Path a = Lab.attach(stack, Lab.container("a", "ca", PUBLISHED));
    lab.serve(a, 80);
    lab.serve(a, 81);
    return a;
  }

  @Test
  void withoutRulesPublishedPortsAreRelayedAndContainersAreReachedDirectly() throws IOException {
    try (NetworkStack stack = lab.start()) {
      assertThat(Lab.in(lab.host, "nft", "list", "tables")).contains("stevedore");
      Lab.end(stack);
    }
    lab.start().close(); // as if it was killed: the table stays
    try (NetworkStack stack =
        lab.start(config(FirewallConfig.Backend.NFTABLES, false, false, false))) {
      assertThat(Lab.in(lab.host, "nft", "list", "tables")).isEmpty();
      serve(stack);
      assertThat(Lab.in(lab.host, "nft", "list", "tables")).isEmpty();
      // Clients' addresses are not kept on this way.
      assertThat(Lab.curl(lab.outside, "http://192.0.2.1:8080")).isEqualTo("from 10.9.0.1.");
      assertThat(Lab.curl(lab.outside, "http://[2001:db8::1]:8080")).isEqualTo("from fd00:9::1.");
      assertThat(Lab.curl(lab.host, "http://127.0.0.1:8080")).isEqualTo("from 10.9.0.1.");
      assertThat(Lab.curl(lab.outside, "http://10.9.0.2:81")).isEqualTo("from 192.0.2.2.");
      assertThat(stack.inspections().getLast().look().findings()).isEmpty();
      Lab.end(stack, "a");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NFTABLES", "IPTABLES_LEGACY"})
  void rulesCanBeForOneVersionOnly(FirewallConfig.Backend backend) throws IOException {
    try (NetworkStack stack = lab.start(config(backend, true, false, false))) {
      serve(stack);
      assertThat(Lab.curl(lab.outside, "http://192.0.2.1:8080")).isEqualTo("from 192.0.2.2.");
      Lab.assertUnreachable(lab.outside, "http://10.9.0.2:81");
      assertThat(Lab.curl(lab.outside, "http://[2001:db8::1]:8080")).isEqualTo("from fd00:9::1.");
      assertThat(Lab.curl(lab.outside, "http://[fd00:9::2]:81")).isEqualTo("from 2001:db8::2.");
      assertThat(stack.inspections().getLast().look().findings()).isEmpty();
      Lab.end(stack, "a");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NFTABLES", "IPTABLES_LEGACY"})
  void publishedPortsCanBeReachedDirectly(FirewallConfig.Backend backend) throws IOException {
    try (NetworkStack stack = lab.start(config(backend, true, true, true))) {
      serve(stack);
      Path other = Lab.attach(stack, Lab.container("b", "cb", "{}"));
      assertThat(Lab.curl(lab.outside, "http://10.9.0.2")).isEqualTo("from 192.0.2.2.");
      assertThat(Lab.curl(lab.outside, "http://[fd00:9::2]")).isEqualTo("from 2001:db8::2.");
      Lab.assertUnreachable(lab.outside, "http://10.9.0.2:81");
      Lab.assertUnreachable(other, "http://10.9.0.2");
      assertThat(stack.inspections().getLast().look().findings()).isEmpty();
      stack.containers().forget("a".repeat(64));
      stack.settle();
      assertThat(stack.inspections().getLast().look().findings()).isEmpty();
      Lab.end(stack, "b");
    }
  }

  @Test
  void forwardingIsLeftAsItIsIfSo() throws IOException {
    FirewallConfig config =
        new FirewallConfig(
            FirewallConfig.Backend.NFTABLES,
            false,
            true,
            true,
            new FirewallConfig.Scope(true, true, false, false));
    Lab.in(lab.host, "sysctl", "-qw", "net.ipv4.ip_forward=0");
    try (NetworkStack stack = lab.start(config)) {
      assertThat(Lab.in(lab.host, "sysctl", "-n", "net.ipv4.ip_forward").strip()).isEqualTo("0");
      Lab.end(stack);
    }
  }
}
