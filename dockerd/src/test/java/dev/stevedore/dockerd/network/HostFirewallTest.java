package dev.stevedore.dockerd.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.dockerd.network.config.FirewallConfig;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Beside a host's own firewall, with real packets; needs root. */
@NeedsRoot
class HostFirewallTest {
  private static final FirewallConfig OBEYING =
      new FirewallConfig(FirewallConfig.Backend.NFTABLES, true, true, true);

  /** What a host has that accepts one port only, as firewalld and ufw make it. */
  private static final String HOST =
      """
      table inet host {
        chain input {
          type filter hook input priority 10; policy drop;
          ct state established,related accept
          iif lo accept
          icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
          tcp dport 8080 accept
          udp dport 8080 accept
        }
      }
      """;

  @RegisterExtension final Lab lab = new Lab();

  private static final ContainerFacts WEB =
      Lab.container(
          "a",
          "web",
          "{'NetworkMode':'both','PortBindings':{'80/tcp':[{'HostPort':'8080'},{'HostPort':'9090'},"
              + "{'HostIp':'192.0.2.1','HostPort':'9191'}]}}");

  private static Path web(NetworkStack stack, Lab lab) throws IOException {
    stack.create(Lab.request("{'Name':'both','EnableIPv6':true}"));
    Path space = Lab.attach(stack, WEB);
    lab.serve(space, 80);
    return space;
  }

  private static void remove(NetworkStack stack) {
    Lab.end(stack, WEB.id());
  }

  @Test
  void publishedPortsObeyTheHostsInputRules() throws IOException {
    Lab.in(lab.host, "nft", HOST);
    Lab.in(lab.host, "sysctl", "-qw", "net.ipv4.conf.all.rp_filter=1");
    try (NetworkStack stack = lab.start(OBEYING)) {
      Path space = web(stack, lab);
      for (int i = 0; i < 2; i++) {
        assertThat(Lab.curl(lab.outside, "http://192.0.2.1:8080")).isEqualTo("from 192.0.2.2.");
        assertThat(Lab.curl(lab.outside, "http://[2001:db8::1]:8080"))
            .isEqualTo("from 2001:db8::2.");
        for (String closed : List.of("192.0.2.1:9090", "192.0.2.1:9191", "[2001:db8::1]:9090")) {
          Lab.assertUnreachable(lab.outside, "http://" + closed).hasMessageContaining("timed out");
        }
        assertThat(Lab.curl(lab.host, "http://127.0.0.1:9090")).startsWith("from 172.18.0.1");
        assertThat(Lab.curl(lab.host, "http://192.0.2.1:9191")).isEqualTo("from 192.0.2.1.");
        assertThat(Lab.curl(lab.host, "http://[::1]:9090")).startsWith("from fd");
        // The host's firewall is loaded anew, ours with it.
        Lab.in(lab.host, "nft", "flush ruleset;" + HOST);
        Lab.await(() -> Lab.in(lab.host, "nft", "list", "ruleset").contains("table ip6 stevedore"));
      }
      // Another rule counts at once, for connections that are new.
      Lab.in(lab.host, "nft", "add rule inet host input tcp dport 9090 accept");
      assertThat(Lab.curl(lab.outside, "http://192.0.2.1:9090")).isEqualTo("from 192.0.2.2.");
      assertThat(Lab.curl(space, "http://192.0.2.1:8080")).isEqualTo("from 172.18.0.1.");
      Lab.assertUnreachable(space, "http://192.0.2.1:9191");
      remove(stack);
      assertThat(Lab.in(lab.host, "nft", "list", "ruleset")).doesNotContain("stevedore");
      assertThat(Lab.in(lab.host, "ip", "link")).doesNotContain("loop-");
    }
  }

  @Test
  void forwardingStaysOnAsLongAsAnotherEngineIsThere() throws IOException {
    Lab.in(lab.host, "sysctl", "-qw", "net.ipv4.ip_forward=0");
    try (NetworkStack first = lab.start();
        NetworkStack second = lab.startAnother()) {
      first.retire();
      assertThat(Lab.in(lab.host, "sysctl", "-n", "net.ipv4.ip_forward")).startsWith("1");
      second.retire();
    }
    try (NetworkStack first = lab.start()) {
      first.retire();
    }
    assertThat(Lab.in(lab.host, "sysctl", "-n", "net.ipv4.ip_forward")).startsWith("0");
  }

  @Test
  void theHostDoesNotBecomeARouter() throws IOException {
    // Another neighbour, on another link of the host.
    Path other = lab.neighbour("other", "198.51.100", "2001:db8:1:");
    Lab.in(lab.host, "sysctl", "-qw", "net.ipv4.ip_forward=0", "net.ipv6.conf.all.forwarding=0");
    Lab.in(lab.host, "sysctl", "-qw", "net.ipv6.conf.up0.accept_ra=1");
    lab.serve(other, 80);
    Lab.assertUnreachable(lab.outside, "http://198.51.100.2");
    try (NetworkStack stack = lab.start()) {
      web(stack, lab);
      assertThat(Lab.curl(lab.outside, "http://192.0.2.1:8080")).isEqualTo("from 192.0.2.2.");
      assertThat(Lab.curl(lab.outside, "http://[2001:db8::1]:8080")).isEqualTo("from 2001:db8::2.");
      Lab.assertUnreachable(lab.outside, "http://198.51.100.2");
      Lab.assertUnreachable(lab.outside, "http://[2001:db8:1::2]");
      assertThat(Lab.in(lab.host, "sysctl", "-n", "net.ipv6.conf.up0.accept_ra")).contains("2");
    }
    // Another daemon still knows; one that is told not to guard does not.
    try (NetworkStack stack = lab.start()) {
      stack.containers().reconcile(List.of(WEB), List.of(WEB.id()));
      Lab.assertUnreachable(lab.outside, "http://198.51.100.2");
      // Somebody else's guests, made later, are none of our business.
      Lab.in(lab.host, "ip", "link", "add", "guests", "type", "bridge");
      Path guest = lab.neighbour("guest", "203.0.113", "2001:db8:2:");
      Lab.in(lab.host, "ip", "link", "set", "guest0", "nomaster");
      lab.serve(guest, 80);
      assertThat(Lab.curl(lab.outside, "http://203.0.113.2")).isEqualTo("from 192.0.2.2.");
      Lab.in(lab.host, "ip", "link", "del", "guest0");
      Lab.in(lab.host, "ip", "link", "del", "guests");
    }
    try (NetworkStack stack =
        lab.start(new FirewallConfig(FirewallConfig.Backend.NFTABLES, false, true, false))) {
      assertThat(Lab.curl(lab.outside, "http://198.51.100.2")).isEqualTo("from 192.0.2.2.");
      stack.containers().reconcile(List.of(WEB), List.of());
      remove(stack);
    }
    assertThat(Lab.in(lab.host, "sysctl", "-n", "net.ipv4.ip_forward")).startsWith("0");
    assertThat(Lab.in(lab.host, "sysctl", "-n", "net.ipv6.conf.all.forwarding")).startsWith("0");
  }

  @Test
  void whatKeepsContainersBackIsNamedUnlessItKnowsThem() throws IOException {
    String host = "table ip filter { chain FORWARD { type filter hook forward priority 0; %s }; }";
    Lab.in(lab.host, "nft", host.formatted("policy accept;"));
    try (NetworkStack stack = lab.start()) {
      assertThat(stack.warnings()).isEmpty();
      Lab.in(lab.host, "nft", host.formatted("policy drop;"));
      assertThat(stack.warnings())
          .singleElement()
          .asString()
          .contains("chain FORWARD of table ip filter drops what is forwarded");
      Lab.in(lab.host, "nft", "add rule ip filter FORWARD iifname br1 accept");
      assertThat(stack.warnings()).hasSize(1);
      Lab.in(lab.host, "nft", "add rule ip filter FORWARD iifname br0 accept");
      assertThat(stack.warnings()).isEmpty();
      Lab.end(stack);
    }
    Lab.in(lab.host, "nft", "flush chain ip filter FORWARD");
    FirewallConfig iptables =
        new FirewallConfig(FirewallConfig.Backend.IPTABLES_NFT, false, true, true);
    try (NetworkStack stack = lab.start(iptables)) {
      assertThat(stack.warnings()).isEmpty();
      Lab.end(stack);
    }
  }
}
