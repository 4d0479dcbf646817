package dev.stevedore.tests.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.DockerHost;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Names of containers, as dig, busybox and glibc see them; the same with Debian's docker. */
@WholeStack(needs = {"docker", "dig", "nsenter", "unshare"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DnsBehaviour {
  private DockerHost host;
  private Inside asker;

  abstract DockerHost start(Scratch scratch);

  @BeforeAll
  void startEngine(Scratch scratch) {
    host = start(scratch);
    host.load(Busybox.archive());
    host.docker("network", "create", "--subnet", "10.87.1.0/24", "front").run().ok();
    run("web", "--ip", "10.87.1.10", "--network-alias", "service");
    run("app", "--ip", "10.87.1.11", "--network-alias", "service");
    run("asker", "--link", "web:linked");
    asker = new Inside(host, "asker");
  }

  @AfterAll
  void end() {
    host.docker("rm", "-f", "web", "app", "asker").run().ok();
    host.docker("network", "rm", "front").run().ok();
  }

  final DockerHost host() {
    return host;
  }

  final Inside run(String name, String... options) {
    List<String> words = new ArrayList<>(List.of("run", "-d", "--name", name));
    if (!List.of(options).contains("--network")) {
      words.addAll(List.of("--network", "front"));
    }
    words.addAll(List.of(options));
    words.addAll(List.of("busybox", "sleep", "1000"));
    host.docker(words.toArray(String[]::new)).run().ok();
    return new Inside(host, name);
  }

  @Test
  void namesAliasesIdsAndLinks() {
    String id = host.docker("inspect", "-f", "{{slice .Id 0 12}}", "web").run().ok().text();
    for (String name : List.of("web", "WEB", "web.front", id, id + ".front", "linked")) {
      assertThat(asker.dig(name)).as(name).containsExactly("10.87.1.10");
    }
    assertThat(asker.dig("+tcp", "web")).containsExactly("10.87.1.10");
    assertThat(new Inside(host, "web").dig("app")).containsExactly("10.87.1.11");
    assertThat(new Inside(host, "app").dig("web")).containsExactly("10.87.1.10");
  }

  @Test
  void severalAddressesInTurn() {
    Set<String> first = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      List<String> addresses = asker.dig("service");
      assertThat(addresses).containsExactlyInAnyOrder("10.87.1.10", "10.87.1.11");
      first.add(addresses.getFirst());
    }
    assertThat(first).hasSize(2);
  }

  @Test
  void theNameOfAnAddress() {
    assertThat(asker.dig("-x", "10.87.1.10")).containsExactly("web.front.");
  }

  @Test
  void aNameWithoutAddressesOfAVersionHasNone() {
    for (String type : List.of("AAAA", "MX")) {
      assertThat(asker.answer("web", type)).contains("status: NOERROR").contains("ANSWER: 0");
    }
  }

  @Test
  void busyboxAndGlibcFindThem() {
    assertThat(host.docker("exec", "asker", "nslookup", "web.front").run().ok().out())
        .contains("127.0.0.11")
        .contains("10.87.1.10");
    assertThat(asker.getent("web").getFirst()).startsWith("10.87.1.10").contains("web");
    assertThat(host.docker("exec", "asker", "cat", "/etc/resolv.conf").run().ok().lines())
        .contains("nameserver 127.0.0.11");
  }

  @Test
  void aContainerThatIsDisconnectedHasNoNameAnyMore() {
    run("guest", "--ip", "10.87.1.20");
    assertThat(asker.dig("guest")).containsExactly("10.87.1.20");
    host.docker("network", "disconnect", "front", "guest").run().ok();
    assertThat(asker.command("dig", "@127.0.0.11", "+tries=1", "+time=1", "guest").run().out())
        .as("whoever else is asked")
        .doesNotContain("10.87.1.20");
    host.docker("rm", "-f", "guest").run().ok();
  }
}
