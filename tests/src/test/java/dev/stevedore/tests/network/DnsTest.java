package dev.stevedore.tests.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Background;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.DockerHost;
import dev.stevedore.tests.harness.stack.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names with our engine, on a host whose name server is at a loopback address. */
@WholeStack(needs = {"docker", "dig", "nsenter", "unshare", "dnsmasq"})
class DnsTest extends DnsBehaviour {
  private static final String HOSTS_SERVER = "127.53.0.1";

  @Override
  DockerHost start(Scratch scratch) {
    Path conf = scratch.resolve("resolv.conf");
    scratch.write(conf, "nameserver " + HOSTS_SERVER + "\nsearch example.test\noptions edns0\n");
    Path wrapper = scratch.resolve("with-resolv-conf");
    scratch.write(
        wrapper,
        """
        #!/bin/sh
        exec unshare -m --propagation slave sh -c \
          'mount --bind "$0" /etc/resolv.conf && exec "$@"' %s "$@"
        """
            .formatted(conf));
    Command.of("chmod", "+x", wrapper.toString()).run().ok();
    scratch.owns(serve(Command.of("dnsmasq"), HOSTS_SERVER, "192.0.2.9"));
    return Engine.startBy(wrapper.toString(), scratch);
  }

  /** A name server for example.test, started by a command that executes the rest. */
  private static Background serve(Command by, String at, String address) {
    List<String> words = new ArrayList<>(by.argv());
    words.addAll(
        List.of(
            "--keep-in-foreground",
            "--conf-file=/dev/null",
            "--no-resolv",
            "--no-hosts",
            "--user=root",
            "--pid-file=",
            "--bind-interfaces",
            "--listen-address=" + at,
            "--edns-packet-max=4096",
            "--address=/example.test/" + address));
    for (int i = 0; i < 60; i++) {
      words.add("--txt-record=large.test,line-" + i + "-of-a-record-that-takes-some-room");
    }
    return Command.of(words).start();
  }

  private static void await(Inside inside, String name) {
    for (int i = 0; i < 100 && inside.dig(name).isEmpty(); i++) {
      Pause.millis(50);
    }
  }

  @Test
  void otherNamesAreTheHostsServersEvenAtItsLoopback() {
    Inside asker = new Inside(host(), "asker");
    await(asker, "www.example.test");
    assertThat(asker.dig("www.example.test")).containsExactly("192.0.2.9");
    assertThat(asker.dig("+tcp", "www.example.test")).containsExactly("192.0.2.9");
    assertThat(asker.answer("nobody.invalid")).contains("status: ");
    assertThat(asker.getent("www").getFirst()).as("a search domain").startsWith("192.0.2.9");
    assertThat(host().docker("exec", "asker", "cat", "/etc/resolv.conf").run().ok().text())
        .isEqualTo("nameserver 127.0.0.11\nsearch example.test\noptions edns0 ndots:0");
  }

  @Test
  void largeAnswers() {
    Inside asker = new Inside(host(), "asker");
    await(asker, "www.example.test");
    assertThat(asker.answer("+bufsize=512", "+ignore", "large.test", "TXT"))
        .containsPattern("flags:[^;]* tc");
    assertThat(asker.dig("+bufsize=512", "large.test", "TXT")).as("by TCP then").hasSize(60);
    assertThat(asker.dig("+bufsize=4096", "+notcp", "+ignore", "large.test", "TXT")).hasSize(60);
    assertThat(asker.answer("+bufsize=4096", "web")).contains("EDNS: version: 0");
    assertThat(asker.answer("+noedns", "web")).doesNotContain("EDNS");
  }

  @Test
  void aNetworkWithoutAWayOutPassesNothingOn() {
    host().docker("network", "create", "--internal", "hidden").run().ok();
    Inside inside = run("recluse", "--network", "hidden");
    assertThat(inside.answer("www.example.test")).contains("status: SERVFAIL");
    assertThat(inside.dig("recluse")).hasSize(1);
    host().docker("network", "connect", "front", "recluse").run().ok();
    await(inside, "www.example.test");
    assertThat(inside.dig("www.example.test")).containsExactly("192.0.2.9");
    host().docker("rm", "-f", "recluse").run().ok();
    host().docker("network", "rm", "hidden").run().ok();
  }

  @Test
  void aServerThatTheUserChoseIsAskedFromInside() throws Exception {
    Inside inside =
        run("chooser", "--dns", "127.0.0.2", "--dns-search", "sub.test", "--dns-option", "ndots:1");
    try (Background server = serve(inside.command("dnsmasq"), "127.0.0.2", "192.0.2.77")) {
      await(inside, "www.example.test");
      assertThat(inside.dig("www.example.test")).containsExactly("192.0.2.77");
      assertThat(inside.dig("+tcp", "www.example.test")).containsExactly("192.0.2.77");
      assertThat(inside.answer("plain")).contains("status: NOERROR").contains("ANSWER: 0");
      assertThat(server.isAlive()).isTrue();
    }
    host().docker("rm", "-f", "chooser").run().ok();
  }
}
