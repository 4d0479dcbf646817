package dev.stevedore.tests.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Background;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.DockerHost;
import dev.stevedore.tests.harness.stack.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Our CLI on our dockerd; also what Debian's Docker is too old for. */
@WholeStack(needs = {"docker", "ip", "nsenter", "ping", "curl", "dbus-daemon", "firewalld"})
class OurNetworksTest extends NetworkBehaviour {
  @Override
  DockerHost start(Scratch scratch, TwoHosts network) {
    return Engine.startBy(Firewalld.busOnHost(scratch, network), scratch);
  }

  @Override
  Command client(DockerHost engine, String... args) {
    return engine.stevedore(args);
  }

  @Test
  void besideFirewalldContainersReachOthersAndAreReachedAlsoWhenItIsLoadedAnew() {
    cli("network", "create", "own").ok();
    try (Firewalld firewalld = Firewalld.start(classScratch(), net())) {
      firewalld.awaitLinks("docker", 2);
      serve("web", "-p", "8080:80");
      serve("other", "-p", "8081:80", "--network", "own");
      for (String load : List.of("--state", "--reload", "--complete-reload")) {
        firewalld.ask(load).ok();
        firewalld.awaitLinks("docker", 2);
        assertThat(net().fromOutside("192.0.2.1:8080/name")).as(load).isEqualTo("web");
        assertThat(net().fromOutside("192.0.2.1:8081/name")).as(load).isEqualTo("other");
        assertThat(pings("web", "192.0.2.2")).as(load).isTrue();
        assertThat(pings("other", "192.0.2.2")).as(load).isTrue();
      }
      cli("rm", "-f", "other").ok();
      cli("network", "rm", "own").ok();
      firewalld.awaitLinks("docker", 1);
    }
  }

  @Test
  void endpointsHaveNamesParametersAndPriorities() {
    cli("network", "create", "a").ok();
    cli("network", "create", "--ipv6", "b").ok();
    String sysctl =
        "driver-opt=com.docker.network.endpoint.sysctls=net.ipv4.conf.IFNAME.log_martians=1";
    String name = "driver-opt=com.docker.network.endpoint.ifname=lan7";
    serve(
        "one",
        "--network",
        "name=a,gw-priority=7," + sysctl + "," + name,
        "--network",
        "b",
        "--link-local-ip",
        "169.254.9.9");
    assertThat(cli("exec", "one", "ip", "route").ok().out()).contains("dev lan7");
    assertThat(cli("exec", "one", "ip", "addr", "show", "lan7").ok().out())
        .contains("169.254.9.9/16");
    assertThat(cli("exec", "one", "cat", "/proc/sys/net/ipv4/conf/lan7/log_martians").ok().text())
        .isEqualTo("1");
    assertThat(inspect("one", "{{.NetworkSettings.Networks.b.GlobalIPv6Address}}"))
        .startsWith("fd");
    assertThat(inspect("one", "{{.NetworkSettings.Networks.a.GwPriority}}")).isEqualTo("7");
    assertThat(cli("run", "--rm", "--network", "a", "--ip", "172.30.1.1", "busybox", "true").err())
        .contains("supported only when connecting to networks with user configured subnets");
    assertThat(
            cli(
                    "run",
                    "--rm",
                    "--network",
                    "name=a,driver-opt=" + sysctl.substring(11).replace("IFNAME", "eth0"),
                    "busybox",
                    "true")
                .err())
        .contains("unrecognised network interface sysctl");
  }

  @Test
  void anEthernetAddressIsKept() {
    makeLan();
    String mac = "02:11:22:33:44:55";
    serve("one", "--network", "lan", "--ip", "192.0.2.51", "--mac-address", mac);
    net().outside("ping -c1 -W2 192.0.2.51").ok();
    assertThat(net().outside("ip neigh").ok().out()).contains(mac);
    cli("restart", "-t", "0", "one").ok();
    assertThat(cli("exec", "one", "ip", "link", "show", "eth0").ok().out()).contains(mac);
    cli("network", "create", "--internal", "inner").ok();
    cli("network", "connect", "inner", "one").ok();
    assertThat(inspect("one", "{{.NetworkSettings.Networks.inner.Gateway}}")).isEmpty();
    assertThat(cli("exec", "one", "ip", "route").ok().out()).contains("default via 192.0.2.2 ");
  }

  /** Debian's Docker draws none: its clients know the address that is made of the IP address. */
  @Test
  void eachStartHasAnotherEthernetAddressAndOldClientsSeeTheChosenOne() {
    serve("one");
    String first = inspect("one", "{{.NetworkSettings.MacAddress}}");
    cli("restart", "-t", "0", "one").ok();
    assertThat(inspect("one", "{{.NetworkSettings.MacAddress}}")).isNotEmpty().isNotEqualTo(first);
    assertThat(inspect("one", "{{json .Config}}")).doesNotContain("MacAddress");
    serve("two", "--mac-address", "02:11:22:33:44:66");
    assertThat(inspect("two", "{{.Config.MacAddress}}")).isEqualTo("02:11:22:33:44:66");
  }

  @Test
  void portsAreListedInTheOrderOfTheirNumbers() {
    serve("one", "-p", "127.0.0.1:20000:10000", "-p", "127.0.0.1:19000:9000");
    List<String> expected = List.of("9000/tcp -> 127.0.0.1:19000", "10000/tcp -> 127.0.0.1:20000");
    assertThat(cli("port", "one").ok().lines()).isEqualTo(expected);
    assertThat(engine().docker("port", "one").run().ok().lines()).isEqualTo(expected);
    assertThat(inspect("one", "{{json .NetworkSettings.Ports}}")).startsWith("{\"10000/tcp\":");
  }

  @Test
  void whereIpv6IsOffHostsHasNoneOfIt() {
    serve("one", "--sysctl", "net.ipv6.conf.all.disable_ipv6=1", "--add-host", "six:fd00::1");
    assertThat(cli("exec", "one", "cat", "/etc/hosts").ok().out())
        .startsWith("127.0.0.1\tlocalhost\n172.")
        .doesNotContain("::");
  }

  @Test
  void noAddressIsGivenOutTwiceByEightAtOnceNorAfterAKill() {
    cli("network", "create", "--subnet", "10.95.0.0/27", "small").ok();
    List<Background> clients = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      clients.add(
          client(engine(), "run", "-d", "--network", "small", "busybox", "sleep", "1000").start());
    }
    clients.forEach(c -> c.await(Duration.ofSeconds(60)).ok());
    assertThat(addresses()).hasSize(8).doesNotHaveDuplicates();
    ((Engine) engine()).crash();
    for (int i = 0; i < 2; i++) {
      cli("run", "-d", "--network", "small", "busybox", "sleep", "1000").ok();
    }
    assertThat(addresses()).hasSize(10).doesNotHaveDuplicates();
    assertThat(cli("system", "check").ok().out()).contains("addresses            10");
  }

  private List<String> addresses() {
    return engine()
        .docker(
            "network",
            "inspect",
            "-f",
            "{{range .Containers}}{{println .IPv4Address}}{{end}}",
            "small")
        .run()
        .ok()
        .text()
        .lines()
        .toList();
  }
}
