package dev.stevedore.tests.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** dockerd with --publish-obeys-input, on a host that accepts some ports only. */
@WholeStack(needs = {"docker", "ip", "nsenter", "curl", "nft"})
class ObeyingTest {
  private static final String RULES =
      "table inet host { chain input { type filter hook input priority 0; policy drop;"
          + " ct state established,related accept; iif lo accept; meta l4proto ipv6-icmp accept;"
          + " tcp dport 8080 accept; ip saddr 192.0.2.2 tcp dport 8083 accept; }; }";

  private static TwoHosts hosts;
  private static Engine engine;

  @BeforeAll
  static void start(Scratch scratch) {
    hosts = TwoHosts.make(scratch);
    hosts.onHost("nft '" + RULES + "'").ok();
    engine = Engine.startBy(hosts.onHost(), scratch, "--publish-obeys-input");
    engine.load(Busybox.archive());
  }

  @Test
  void onlyWhatTheHostAcceptsComesIn() {
    String serve = "mkdir /w; echo one > /w/index.html; exec httpd -f -h /w";
    engine
        .docker(
            "run", "-d", "--name", "all", "-p", "8080:80", "-p", "8081:80", "-p", "8083:80",
            "busybox", "sh", "-c", serve)
        .run()
        .ok();
    for (int i = 0; i < 100 && hosts.fromHost("127.0.0.1:8081").isEmpty(); i++) {
      Pause.millis(50);
    }
    for (int i = 0; i < 2; i++) {
      assertThat(hosts.fromOutside("192.0.2.1:8080")).isEqualTo("one");
      assertThat(hosts.fromOutside("[2001:db8::1]:8080")).isEqualTo("one");
      assertThat(hosts.fromOutside("192.0.2.1:8083")).isEqualTo("one");
      assertThat(hosts.fromOutside("192.0.2.1:8081")).isEmpty();
      assertThat(hosts.fromOutside("[2001:db8::1]:8081")).isEmpty();
      assertThat(hosts.fromHost("127.0.0.1:8081")).isEqualTo("one");
      assertThat(hosts.fromHost("192.0.2.1:8081")).isEqualTo("one");
      // The host's firewall is loaded anew.
      hosts.onHost("nft 'flush ruleset; " + RULES + "'").ok();
      for (int j = 0; j < 100; j++) {
        if (hosts.onHost("nft list tables").out().contains("ip6 stevedore")) {
          break;
        }
        Pause.millis(20);
      }
    }
    assertThat(engine.docker("info", "-f", "{{json .FirewallBackend}}").run().ok().text())
        .contains("nftables");
    assertThat(engine.stevedore("system", "check").run().ok().exit()).isZero();
    engine.docker("rm", "-f", "all").run().ok();
  }
}
