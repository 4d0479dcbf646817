package dev.stevedore.tests.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.DockerHost;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who reaches whom, and what an engine tells of it; as Docker has had it for long. */
@WholeStack(needs = {"docker", "ip", "nsenter", "ping"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class NetworkBehaviour {
  private static final String SERVER = "mkdir /www; hostname > /www/name; exec httpd -f -h /www";

  private Scratch scratch;
  private TwoHosts net;
  private DockerHost host;

  /** Starts the engine on this host; it ends with the class. */
  abstract DockerHost start(Scratch scratch, TwoHosts network);

  /** A command of the client under test. */
  abstract Command client(DockerHost engine, String... args);

  @BeforeAll
  void startEngine(Scratch ofClass) {
    scratch = ofClass;
    net = TwoHosts.make(scratch);
    host = start(scratch, net);
    host.load(Busybox.archive());
  }

  @AfterEach
  void clean() {
    List<String> ids = host.docker("ps", "-aq").run().ok().lines();
    if (!ids.isEmpty()) {
      List<String> remove = new ArrayList<>(List.of("rm", "-f"));
      remove.addAll(ids);
      host.docker(remove.toArray(String[]::new)).run().ok();
    }
    host.docker("network", "prune", "-f").run().ok();
  }

  /** The directory of the class. */
  final Scratch classScratch() {
    return scratch;
  }

  final TwoHosts net() {
    return net;
  }

  final DockerHost engine() {
    return host;
  }

  final Result cli(String... args) {
    return client(host, args).run();
  }

  /** Runs a container that serves its name over HTTP; the words are flags of run. */
  final void serve(String name, String... flags) {
    List<String> words = new ArrayList<>(List.of("run", "-d", "--name", name, "--hostname", name));
    words.addAll(List.of(flags));
    words.addAll(List.of("busybox", "sh", "-c", SERVER));
    cli(words.toArray(String[]::new)).ok();
  }

  /** What a container fetches from another. */
  final Result fetch(String from, String server) {
    // A server that has only just been started may not listen yet.
    String line =
        "for i in 1 2 3 4 5 6; do timeout 1 wget -q -O - http://"
            + server
            + "/name && exit; sleep 0.2; done; exit 1";
    return cli("exec", from, "sh", "-c", line);
  }

  final boolean pings(String from, String to) {
    return cli("exec", from, "ping", "-c1", "-W1", to).exit() == 0;
  }

  final String inspect(String container, String template) {
    return host.docker("inspect", "-f", template, container).run().ok().text();
  }

  final String address(String container, String network) {
    String path = "{{(index .NetworkSettings.Networks \"" + network + "\").IPAddress}}";
    return inspect(container, path);
  }

  /** A macvlan network {@code lan} beside the host, with the other host as its router. */
  final void makeLan() {
    cli(
            "network",
            "create",
            "-d",
            "macvlan",
            "-o",
            "parent=up0",
            "--subnet",
            "192.0.2.0/24",
            "--gateway",
            "192.0.2.2",
            "--aux-address",
            "host=192.0.2.1",
            "lan")
        .ok();
  }

  @Test
  void containersOfANetworkReachEachOtherByNameAndThoseOfOthersDoNot() {
    cli("network", "create", "front").ok();
    cli("network", "create", "--subnet", "10.91.0.0/24", "back").ok();
    serve("web", "--network", "front", "--network-alias", "www");
    serve("db", "--network", "back", "--ip", "10.91.0.44");
    serve("app", "--network", "front");
    cli("network", "connect", "--alias", "application", "back", "app").ok();

    assertThat(fetch("web", "app").ok().text()).isEqualTo("app");
    assertThat(fetch("app", "www").text()).isEqualTo("web");
    assertThat(fetch("app", "10.91.0.44").text()).isEqualTo("db");
    assertThat(fetch("db", "application").ok().text()).isEqualTo("app");
    assertThat(pings("web", "192.0.2.2")).isTrue();
    assertThat(pings("web", "10.91.0.44")).isFalse();
    assertThat(fetch("db", "web").exit()).isNotZero();

    cli("network", "disconnect", "back", "app").ok();
    assertThat(pings("app", "10.91.0.44")).isFalse();
    assertThat(fetch("web", "app").ok().text()).isEqualTo("app");
    assertThat(cli("network", "rm", "front").exit()).isNotZero();
  }

  @Test
  void whoLeavesNoneCanEnterOthersAlsoWhileItRuns() {
    cli("run", "-d", "--name", "one", "--network", "none", "busybox", "sleep", "1000").ok();
    assertThat(cli("network", "connect", "bridge", "one").exits(1).err())
        .contains("with one of the networks in private (none) mode");
    cli("network", "disconnect", "none", "one").ok();
    assertThat(cli("network", "disconnect", "none", "one").exits(1).err())
        .contains("is not connected to network none");
    cli("network", "connect", "bridge", "one").ok();
    assertThat(pings("one", "192.0.2.2")).isTrue();
    cli("restart", "-t", "0", "one").ok();
    assertThat(pings("one", "192.0.2.2")).isTrue();
    cli("stop", "-t", "0", "one").ok();
    cli("network", "disconnect", "bridge", "one").ok();
    assertThat(cli("network", "disconnect", "bridge", "one").exits(1).err())
        .contains("is not connected to the network bridge");
    cli("start", "one").ok();
    assertThat(pings("one", "192.0.2.2")).isFalse();
    assertThat(inspect("one", "{{json .NetworkSettings.Networks}}")).isEqualTo("{}");
  }

  @Test
  void anInternalNetworkIsForItsContainersOnly() {
    cli("network", "create", "--internal", "inner").ok();
    serve("one", "--network", "inner");
    serve("two", "--network", "inner");
    assertThat(fetch("one", "two").ok().text()).isEqualTo("two");
    assertThat(pings("one", "192.0.2.2")).isFalse();
  }

  @Test
  void withoutIccContainersReachOthersOnly() {
    cli(
            "network",
            "create",
            "-o",
            "com.docker.network.bridge.enable_icc=false",
            "-o",
            "com.docker.network.driver.mtu=1400",
            "apart")
        .ok();
    serve("one", "--network", "apart");
    serve("two", "--network", "apart");
    assertThat(pings("one", address("two", "apart"))).isFalse();
    assertThat(pings("one", "192.0.2.2")).isTrue();
    assertThat(cli("exec", "one", "ip", "link", "show", "eth0").ok().out()).contains("mtu 1400");
  }

  @Test
  void macvlansAreNeighboursOfTheParentsNeighbours() {
    makeLan();
    serve("one", "--network", "lan");
    serve("two", "--network", "lan", "--ip", "192.0.2.50");
    assertThat(fetch("one", "two").ok().text()).isEqualTo("two");
    assertThat(address("one", "lan")).isEqualTo("192.0.2.3");
    assertThat(pings("one", "192.0.2.2")).isTrue();
    net.outside("ping -c1 -W2 192.0.2.50").ok();
    assertThat(cli("exec", "one", "ip", "route").ok().out()).contains("default via 192.0.2.2");
    // A stopped one comes back with what was chosen for it.
    cli("restart", "-t", "0", "two").ok();
    assertThat(fetch("one", "192.0.2.50").text()).isEqualTo("two");
    cli("rm", "-f", "one", "two").ok();
    cli("network", "rm", "lan").ok();
    net.onHost("ip link show up0").ok();
  }

  @Test
  void macvlansWithoutAParentHaveOnlyEachOther() {
    // Docker's needs a dummy link, which not every kernel has; ours does with others.
    Result made = cli("network", "create", "-d", "macvlan", "alone");
    if (made.exit() != 0) {
      assertThat(made.err()).contains("operation not supported");
      return;
    }
    serve("one", "--network", "alone");
    serve("two", "--network", "alone");
    assertThat(fetch("one", "two").ok().text()).isEqualTo("two");
    assertThat(pings("one", "192.0.2.2")).isFalse();
    cli("rm", "-f", "one", "two").ok();
    cli("network", "rm", "alone").ok();
    assertThat(net.onHost("ip link").ok().out()).doesNotContain("dm-");
  }

  @Test
  void aBridgeOfTheUsersIsUsedAndStays() {
    net.onHost("ip link add mine type bridge").ok();
    cli(
            "network",
            "create",
            "-o",
            "com.docker.network.bridge.name=mine",
            "--subnet",
            "10.92.0.0/24",
            "own")
        .ok();
    serve("one", "--network", "own");
    assertThat(net.onHost("ip addr show mine").ok().out()).contains("10.92.0.1/24");
    assertThat(net.onHost("ip link").ok().out()).contains("master mine");
    assertThat(pings("one", "192.0.2.2")).isTrue();
    assertThat(
            cli("network", "create", "-o", "com.docker.network.bridge.name=mine", "twin")
                .exits(1)
                .err())
        .contains("networks have same bridge name");
    cli("rm", "-f", "one").ok();
    cli("network", "rm", "own").ok();
    net.onHost("ip link show mine").ok();
    net.onHost("ip link del mine").ok();
    assertThat(
            cli("network", "create", "-o", "com.docker.network.bridge.name=up0", "x")
                .exits(1)
                .err())
        .contains("existing interface up0 is not a bridge");
  }

  @Test
  void linksOfTheDefaultNetworkAreNamesAndVariables() {
    serve("db", "-e", "SIZE=7", "--expose", "80");
    serve("web", "--link", "db:data");
    assertThat(fetch("web", "data").text()).isEqualTo("db");
    String address = inspect("db", "{{.NetworkSettings.IPAddress}}");
    assertThat(cli("exec", "web", "cat", "/etc/hosts").ok().lines())
        .contains(address + "\tdata db db");
    assertThat(cli("exec", "web", "env").ok().lines())
        .contains(
            "DATA_NAME=/web/data",
            "DATA_PORT=tcp://" + address + ":80",
            "DATA_PORT_80_TCP_ADDR=" + address,
            "DATA_ENV_SIZE=7");
    assertThat(inspect("web", "{{.HostConfig.Links}}")).isEqualTo("[/db:/web/data]");
    cli("stop", "-t", "0", "db").ok();
    serve("other");
    // Its address may have been on its way back when the first of them started.
    serve("another");
    cli("start", "db").ok();
    String later = inspect("db", "{{.NetworkSettings.IPAddress}}");
    assertThat(later).isNotEqualTo(address);
    assertThat(fetch("web", "data").text()).isEqualTo("db");
    cli("stop", "-t", "0", "db").ok();
    assertThat(cli("run", "--rm", "--name", "xy", "--link", "db", "busybox", "true").err())
        .contains("Cannot link to a non running container: /db AS /xy/db");
    cli("rm", "--link", "web/data").ok();
    assertThat(inspect("web", "{{.HostConfig.Links}}")).isEqualTo("[]");
    assertThat(cli("run", "--rm", "--link", "nosuch", "busybox", "true").err())
        .contains("could not get container for nosuch: No such container: nosuch");
  }

  @Test
  void aConfigurationIsTakenFromAnotherNetwork() {
    cli("network", "create", "--config-only", "--subnet", "10.93.0.0/24", "--label", "a=b", "plan")
        .ok();
    cli("network", "create", "--config-from", "plan", "made").ok();
    String template = "{{(index .IPAM.Config 0).Subnet}} {{.ConfigFrom.Network}} {{.Labels.a}}";
    assertThat(inspect("made", template)).isEqualTo("10.93.0.0/24 plan b");
    assertThat(inspect("plan", "{{.Driver}} {{.ConfigOnly}}")).isEqualTo("null true");
    assertThat(cli("network", "rm", "plan").exits(1).err())
        .contains("configuration network \"plan\" is in use");
    assertThat(
            cli("network", "create", "--config-from", "plan", "--subnet", "10.94.0.0/24", "x")
                .exits(1)
                .err())
        .contains("user specified configurations are not supported if the network depends on a");
    assertThat(cli("network", "create", "--config-from", "nosuch", "x").exits(1).err())
        .contains("configuration network \"nosuch\" does not exist");
    cli("network", "rm", "made", "plan").ok();
  }
}
