package dev.stevedore.tests.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Background;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.DockerHost;
import dev.stevedore.tests.harness.stack.Engine;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * On our dockerd; also the change of ports while the container runs, which Docker does not have.
 */
@WholeStack(needs = {"docker", "ip", "nsenter", "curl", "python3"})
class PublishedPortsTest extends PublishedPortsBehaviour {
  @Override
  DockerHost start(Scratch scratch, TwoHosts network) {
    return Engine.startBy(network.onHost(), scratch);
  }

  /** The kernel need not have sockets of SCTP for that. */
  @Test
  void portsOfSctpArePublished() {
    run("web", "-p", "132:132/sctp").ok();
    assertThat(ports("web")).contains("132/sctp -> 0.0.0.0:132");
  }

  /** Docker does so since version 28. */
  @Test
  void inARangeAPortThatAProgramHasIsPassedOver() {
    try (Background other = listen(8081)) {
      other.awaitOut("up");
      run("web", "-p", "8081-8082:80").ok();
    }
    assertThat(ports("web")).contains("80/tcp -> 0.0.0.0:8082");
  }

  @Test
  void portsOfARunningContainerAreChanged() {
    run("web", "-p", "8080:80", "-p", "9090:81/tcp").ok();
    Result started = engine().docker("inspect", "-f", "{{.State.StartedAt}}", "web").run().ok();
    engine()
        .stevedore("update", "--publish-add", "8081:81", "--publish-rm", "9090:81/tcp", "web")
        .run()
        .ok();
    assertThat(hosts().fromOutside("192.0.2.1:8080")).isEqualTo("one");
    assertThat(hosts().fromOutside("192.0.2.1:8081")).isEqualTo("two");
    assertThat(hosts().fromOutside("192.0.2.1:9090")).isEmpty();
    assertThat(engine().docker("port", "web").run().ok().text())
        .contains("80/tcp -> 0.0.0.0:8080", "81/tcp -> 0.0.0.0:8081")
        .doesNotContain("9090");
    assertThat(engine().docker("ps", "--format", "{{.Ports}}").run().ok().text())
        .contains("0.0.0.0:8081->81/tcp")
        .doesNotContain("9090");
    assertThat(engine().docker("inspect", "-f", "{{json .HostConfig.PortBindings}}", "web").run())
        .extracting(Result::text)
        .isEqualTo(
            "{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"8080\"}],"
                + "\"81/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"8081\"}]}");

    // What cannot be changes nothing.
    assertThat(engine().stevedore("update", "--publish-rm", "9090:81", "web").run().err())
        .contains("port 9090:81/tcp is not published");
    run("other", "-p", "8082:80").ok();
    assertThat(
            engine()
                .stevedore("update", "--publish-rm", "80", "--publish-add", "8082:80", "web")
                .run()
                .err())
        .contains("Bind for 0.0.0.0:8082 failed: port is already allocated");
    assertThat(hosts().fromOutside("192.0.2.1:8080")).isEqualTo("one");

    // What -P publishes goes one by one, too; the rest stays where it is.
    engine().docker("rm", "-f", "other").run().ok();
    run("all", "-P", "--expose", "80", "--expose", "81").ok();
    List<String> all = ports("all");
    engine().stevedore("update", "--publish-rm", "80", "all").run().ok();
    assertThat(ports("all"))
        .containsExactlyElementsOf(all.stream().filter(p -> p.startsWith("81/")).toList());

    // It is what the container has from now on.
    ((Engine) engine()).crash();
    assertThat(hosts().fromOutside("192.0.2.1:8081")).isEqualTo("two");
    assertThat(engine().docker("inspect", "-f", "{{.State.StartedAt}}", "web").run().ok().text())
        .isEqualTo(started.text());
    engine().docker("stop", "-t", "0", "web").run().ok();
    engine().stevedore("update", "--publish-add", "8083:80", "web").run().ok();
    engine().docker("start", "web").run().ok();
    assertThat(engine().docker("port", "web").run().ok().text())
        .contains("0.0.0.0:8080", "0.0.0.0:8081", "0.0.0.0:8083");
  }
}
