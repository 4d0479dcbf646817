package dev.stevedore.tests.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Background;
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

/**
 * Published ports: all ways to ask for them, and who reaches them; the same with Debian's docker.
 */
@WholeStack(needs = {"docker", "ip", "nsenter", "curl", "python3"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PublishedPortsBehaviour {
  private static final String SERVE =
      "mkdir -p /w/a; echo one > /w/index.html; echo two > /w/a/index.html;"
          + " httpd -p 81 -h /w/a; exec httpd -f -p 80 -h /w";

  private static final String ANSWER =
      """
      import socket
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("", 53)); print("up")
      while True: s.sendto(b"answer", s.recvfrom(99)[1])
      """;

  private TwoHosts hosts;
  private DockerHost engine;

  /** Starts the engine on this host; it ends with the class. */
  abstract DockerHost start(Scratch scratch, TwoHosts network);

  @BeforeAll
  void startEngine(Scratch scratch) {
    hosts = TwoHosts.make(scratch);
    engine = start(scratch, hosts);
    engine.load(Busybox.archive());
  }

  final TwoHosts hosts() {
    return hosts;
  }

  final DockerHost engine() {
    return engine;
  }

  @AfterEach
  void remove() {
    for (String id : engine.docker("ps", "-aq").run().ok().lines()) {
      engine.docker("rm", "-f", id).run().ok();
    }
  }

  final Result run(String name, String... flags) {
    List<String> argv = new ArrayList<>(List.of("run", "-d", "--name", name));
    argv.addAll(List.of(flags));
    argv.addAll(List.of("busybox", "sh", "-c", SERVE));
    Result result = engine.docker(argv.toArray(String[]::new)).run();
    if (result.exit() == 0) {
      engine
          .docker("exec", name, "sh", "-c", "until wget -qO- 127.0.0.1:80; do sleep 0.1; done")
          .run()
          .ok();
    }
    return result;
  }

  /** A line that asks by UDP, from and to one address. */
  private static String asking(String address) {
    return "python3 -c 'import socket; s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM);"
        + " s.settimeout(5); s.connect((\"%s\", 5353));".formatted(address)
        + " s.send(b\"?\"); print(s.recv(99).decode())'";
  }

  /** A program of the host that has a port of the loopback, once it says {@code up}. */
  final Background listen(int port) {
    return hosts.startOnHost(
        "python3",
        "-uc",
        "import socket,time; s=socket.create_server(('127.0.0.1',%d)); print('up'); time.sleep(60)"
            .formatted(port));
  }

  /** What is published of a container; IPv6 addresses as newer CLIs write them. */
  final List<String> ports(String name) {
    return engine.docker("port", name).run().ok().lines().stream()
        .map(line -> line.replaceFirst("-> :::(\\d+)$", "-> [::]:$1"))
        .map(line -> line.replaceFirst("-> ::1:(\\d+)$", "-> [::1]:$1"))
        .toList();
  }

  @Test
  void allWaysToAskForPorts() {
    run(
            "web",
            "-p",
            "8080:80",
            "-p",
            "127.0.0.1:9000-9001:80-81",
            "-p",
            "[::1]:8082:81",
            "-p",
            "7000-7009:80",
            "-p",
            "81",
            "-p",
            "5353:53/udp")
        .ok();
    List<String> ports = ports("web");
    assertThat(ports)
        .contains(
            "80/tcp -> 0.0.0.0:8080",
            "80/tcp -> [::]:8080",
            "80/tcp -> 127.0.0.1:9000",
            "81/tcp -> 127.0.0.1:9001",
            "81/tcp -> [::1]:8082",
            "80/tcp -> 0.0.0.0:7000",
            "53/udp -> 0.0.0.0:5353",
            "53/udp -> [::]:5353");
    String any =
        ports.stream()
            .filter(line -> line.matches("81/tcp -> 0\\.0\\.0\\.0:\\d+"))
            .findFirst()
            .orElseThrow()
            .replaceFirst(".*:", "");
    assertThat(Integer.parseInt(any)).isBetween(32768, 60999);

    for (String address :
        List.of("127.0.0.1:8080", "192.0.2.1:8080", "[::1]:8080", "localhost:9000")) {
      assertThat(hosts.fromHost(address)).as(address).isEqualTo("one");
    }
    assertThat(hosts.fromHost("127.0.0.1:9001")).isEqualTo("two");
    assertThat(hosts.fromHost("[::1]:8082")).isEqualTo("two");
    assertThat(hosts.fromOutside("192.0.2.1:8080")).isEqualTo("one");
    assertThat(hosts.fromOutside("[2001:db8::1]:8080")).isEqualTo("one");
    assertThat(hosts.fromOutside("192.0.2.1:7000")).isEqualTo("one");
    assertThat(hosts.fromOutside("192.0.2.1:" + any)).isEqualTo("two");
    assertThat(hosts.fromOutside("192.0.2.1:9000")).isEmpty();
    String pid = engine.docker("inspect", "-f", "{{.State.Pid}}", "web").run().ok().text();
    try (Background answering =
        Command.of("nsenter", "-n", "-t", pid, "python3", "-uc", ANSWER).start()) {
      answering.awaitOut("up");
      for (String address : List.of("::1", "2001:db8::1")) {
        assertThat(hosts.onHost(asking(address)).ok().text()).as(address).isEqualTo("answer");
      }
    }
    // The container reaches itself by the host's address.
    assertThat(engine.docker("exec", "web", "wget", "-qO-", "192.0.2.1:8080").run().ok().text())
        .isEqualTo("one");
  }

  @Test
  void whatIsTakenIsNamed() {
    run("first", "-p", "8080:80").ok();
    assertThat(run("second", "-p", "8080:80").err())
        .contains("Bind for 0.0.0.0:8080 failed: port is already allocated");
    try (Background other = listen(8081)) {
      other.awaitOut("up");
      assertThat(run("third", "-p", "8081:80").err()).contains("address already in use");
    }
    run("fourth", "-p", "8080-8081:80").ok();
    assertThat(ports("fourth")).contains("80/tcp -> 0.0.0.0:8081");
  }
}
