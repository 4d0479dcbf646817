package dev.stevedore.dockerd.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.dockerd.network.config.FirewallConfig;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The firewall made with iptables, with real packets; needs root. */
@NeedsRoot
class IptablesTest {
  @RegisterExtension final Lab lab = new Lab();

  private static final ContainerFacts WEB =
      Lab.container(
          "a",
          "web",
          "{'NetworkMode':'both','PortBindings':{'80/tcp':[{'HostPort':'8080'},"
              + "{'HostIp':'192.0.2.1','HostPort':'9191'}]}}");

  private static final ContainerFacts OTHER = Lab.container("b", "other", "{}");

  /** What a host has that accepts one port only, and forwards nothing. */
  private static void hostRules(Lab lab, String flavour) throws IOException {
    for (String v : List.of("", "6")) {
      Lab.in(
          lab.host,
          "sh",
          "-ec",
          """
          restore=ip%stables%s-restore
          $restore <<EOF
          *filter
          :INPUT DROP
          :FORWARD DROP
          :OUTPUT ACCEPT
          -A INPUT -i lo -j ACCEPT
          -A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT
          -A INPUT -p %s -j ACCEPT
          -A INPUT -p tcp --dport 8080 -j ACCEPT
          COMMIT
          *nat
          COMMIT
          EOF
          """
              .formatted(v, flavour, v.isEmpty() ? "icmp" : "ipv6-icmp"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IPTABLES_LEGACY", "IPTABLES_NFT"})
  void packetsGoAsWithNftables(FirewallConfig.Backend backend) throws IOException {
    hostRules(lab, backend.flavour());
    String save = "iptables" + backend.flavour() + "-save";
    String before = rules(lab, save);
    try (NetworkStack stack = lab.start(new FirewallConfig(backend, false, true, true))) {
      stack.create(Lab.request("{'Name':'both','EnableIPv6':true}"));
      Path web = Lab.attach(stack, WEB);
      Path other = Lab.attach(stack, OTHER);
      lab.serve(web, 80);
      assertThat(Lab.curl(lab.outside, "http://192.0.2.1:8080")).isEqualTo("from 192.0.2.2.");
      assertThat(Lab.curl(lab.outside, "http://192.0.2.1:9191")).isEqualTo("from 192.0.2.2.");
      assertThat(Lab.curl(lab.outside, "http://[2001:db8::1]:8080")).isEqualTo("from 2001:db8::2.");
      assertThat(Lab.curl(lab.host, "http://127.0.0.1:8080")).isEqualTo("from 172.18.0.1.");
      assertThat(Lab.curl(lab.host, "http://[::1]:8080")).startsWith("from fd");
      assertThat(Lab.curl(web, "http://192.0.2.1:8080")).isEqualTo("from 172.18.0.1.");
      assertThat(Lab.curl(other, "http://192.0.2.1:8080")).isEqualTo("from 172.18.0.1.");
      assertThat(Lab.in(other, "ping", "-c1", "-W2", "192.0.2.2")).contains("1 received");
      Lab.assertUnreachable(other, "http://172.18.0.2");
      Lab.assertUnreachable(lab.outside, "http://172.18.0.2");
      // The host's rules are loaded anew: ours come back.
      hostRules(lab, backend.flavour());
      Lab.await(() -> Lab.in(lab.host, save).contains("--dport 8080 -j DNAT"));
      assertThat(Lab.curl(lab.outside, "http://192.0.2.1:8080")).isEqualTo("from 192.0.2.2.");
      assertThat(Lab.curl(lab.host, "http://127.0.0.1:8080")).isEqualTo("from 172.18.0.1.");
      // The user's chain is asked first, and stays as it is.
      Lab.in(
          lab.host,
          "iptables" + backend.flavour(),
          "-A",
          "STEVEDORE-USER",
          "-s",
          "192.0.2.2",
          "-p",
          "tcp",
          "-m",
          "conntrack",
          "--ctstate",
          "NEW",
          "-j",
          "REJECT");
      stack.containers().detach(OTHER.id());
      stack.containers().forget(OTHER.id());
      stack.create(Lab.request("{'Name':'third'}"));
      Lab.assertUnreachable(lab.outside, "http://192.0.2.1:8080")
          .hasMessageContaining("Failed to connect");
    }
    // Another daemon, which shall obey the host's rules.
    try (NetworkStack stack = lab.start(new FirewallConfig(backend, true, true, true))) {
      Lab.in(lab.host, "iptables" + backend.flavour(), "-F", "STEVEDORE-USER");
      stack.containers().reconcile(List.of(WEB), List.of(WEB.id()));
      assertThat(Lab.curl(lab.outside, "http://192.0.2.1:8080")).isEqualTo("from 192.0.2.2.");
      assertThat(Lab.curl(lab.outside, "http://[2001:db8::1]:8080")).isEqualTo("from 2001:db8::2.");
      Lab.assertUnreachable(lab.outside, "http://192.0.2.1:9191").hasMessageContaining("timed out");
      assertThat(Lab.curl(lab.host, "http://192.0.2.1:9191")).isEqualTo("from 192.0.2.1.");
      assertThat(stack.inspections().getLast().look().findings()).isEmpty();
      stack.containers().detach(WEB.id());
      stack.containers().forget(WEB.id());
      stack.settle();
      assertThat(Lab.in(lab.host, save)).doesNotContain("--dport 8080 -j DNAT");
      stack.retire();
    }
    assertThat(rules(lab, save)).isEqualTo(before);
  }

  private static String rules(Lab lab, String save) throws IOException {
    return Lab.in(lab.host, "sh", "-c", save + " | grep -E '^-A|STEVEDORE|^:FORWARD DROP'");
  }
}
