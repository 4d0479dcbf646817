package dev.stevedore.tests.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Background;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Published ports: all ways to ask for them, and their change while the container runs. */
@WholeStack(needs = {"docker", "ip", "nsenter", "curl", "python3"})
class PublishedPortsTest {
  private static final String SERVE =
      "mkdir -p /w/a; echo one > /w/index.html; echo two > /w/a/index.html;"
          + " httpd -p 81 -h /w/a; exec httpd -f -p 80 -h /w";

  private static TwoHosts hosts;
  private static Engine engine;

  @BeforeAll
  static void start(Scratch scratch) {
    hosts = TwoHosts.make(scratch);
    engine = Engine.startBy(hosts.onHost(), scratch);
    engine.load(Busybox.archive());
  }

  @AfterEach
  void remove() {
    for (String id : engine.docker("ps", "-aq").run().ok().lines()) {
      engine.docker("rm", "-f", id).run().ok();
    }
  }

  private static Result run(String name, String... flags) {
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
            "5353:53/udp",
            "-p",
            "132:132/sctp")
        .ok();
    List<String> ports = engine.docker("port", "web").run().ok().lines();
    assertThat(ports)
        .contains(
            "80/tcp -> 0.0.0.0:8080",
            "80/tcp -> [::]:8080",
            "80/tcp -> 127.0.0.1:9000",
            "81/tcp -> 127.0.0.1:9001",
            "81/tcp -> [::1]:8082",
            "80/tcp -> 0.0.0.0:7000",
            "53/udp -> 0.0.0.0:5353",
            "132/sctp -> 0.0.0.0:132");
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
    // The container reaches itself by the host's address.
    assertThat(engine.docker("exec", "web", "wget", "-qO-", "192.0.2.1:8080").run().ok().text())
        .isEqualTo("one");
  }

  @Test
  void whatIsTakenIsNamed() {
    run("first", "-p", "8080:80").ok();
    assertThat(run("second", "-p", "8080:80").err())
        .contains("Bind for 0.0.0.0:8080 failed: port is already allocated");
    String listen = "import socket,time; s=socket.create_server(('127.0.0.1',8081));";
    try (Background other =
        hosts.startOnHost("python3", "-uc", listen + "print('up');time.sleep(60)")) {
      other.awaitOut("up");
      assertThat(run("third", "-p", "8081:80").err()).contains("address already in use");
      assertThat(run("fourth", "-p", "8080-8082:80").exit()).isZero();
    }
    assertThat(engine.docker("port", "fourth", "80").run().ok().text()).startsWith("0.0.0.0:8082");
  }

  @Test
  void portsOfARunningContainerAreChanged() {
    run("web", "-p", "8080:80", "-p", "9090:81/tcp").ok();
    Result started = engine.docker("inspect", "-f", "{{.State.StartedAt}}", "web").run().ok();
    engine
        .stevedore("update", "--publish-add", "8081:81", "--publish-rm", "9090:81/tcp", "web")
        .run()
        .ok();
    assertThat(hosts.fromOutside("192.0.2.1:8080")).isEqualTo("one");
    assertThat(hosts.fromOutside("192.0.2.1:8081")).isEqualTo("two");
    assertThat(hosts.fromOutside("192.0.2.1:9090")).isEmpty();
    assertThat(engine.docker("port", "web").run().ok().text())
        .contains("80/tcp -> 0.0.0.0:8080", "81/tcp -> 0.0.0.0:8081")
        .doesNotContain("9090");
    assertThat(engine.docker("ps", "--format", "{{.Ports}}").run().ok().text())
        .contains("0.0.0.0:8081->81/tcp")
        .doesNotContain("9090");
    assertThat(engine.docker("inspect", "-f", "{{json .HostConfig.PortBindings}}", "web").run())
        .extracting(Result::text)
        .isEqualTo(
            "{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"8080\"}],"
                + "\"81/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"8081\"}]}");

    // What cannot be changes nothing.
    assertThat(engine.stevedore("update", "--publish-rm", "9090:81", "web").run().err())
        .contains("port 9090:81/tcp is not published");
    run("other", "-p", "8082:80").ok();
    assertThat(
            engine
                .stevedore("update", "--publish-rm", "80", "--publish-add", "8082:80", "web")
                .run()
                .err())
        .contains("Bind for 0.0.0.0:8082 failed: port is already allocated");
    assertThat(hosts.fromOutside("192.0.2.1:8080")).isEqualTo("one");

    // It is what the container has from now on.
    engine.crash();
    assertThat(hosts.fromOutside("192.0.2.1:8081")).isEqualTo("two");
    assertThat(engine.docker("inspect", "-f", "{{.State.StartedAt}}", "web").run().ok().text())
        .isEqualTo(started.text());
    engine.docker("stop", "-t", "0", "web").run().ok();
    engine.stevedore("update", "--publish-add", "8083:80", "web").run().ok();
    engine.docker("start", "web").run().ok();
    assertThat(engine.docker("port", "web").run().ok().text())
        .contains("0.0.0.0:8080", "0.0.0.0:8081", "0.0.0.0:8083");
  }
}
