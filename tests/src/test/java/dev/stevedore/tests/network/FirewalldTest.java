package dev.stevedore.tests.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** On a host with firewalld, which drops what it is not told of. */
@WholeStack(needs = {"docker", "ip", "nsenter", "curl", "ping", "dbus-daemon", "firewalld"})
class FirewalldTest {
  private static final String BUS =
      """
      <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
       "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
      <busconfig>
        <listen>unix:path=%s</listen>
        <auth>EXTERNAL</auth>
        <policy context="default">
          <allow send_destination="*" eavesdrop="true"/>
          <allow eavesdrop="true"/>
          <allow own="*"/>
        </policy>
      </busconfig>
      """;

  private static String address(Scratch scratch) {
    return "unix:path=" + scratch.resolve("bus");
  }

  /** Programs that talk to this bus, started on the host; they end with the test. */
  private static void startFirewalld(Scratch scratch, TwoHosts hosts) {
    Path config = scratch.resolve("bus.conf");
    scratch.write(config, BUS.formatted(scratch.resolve("bus")));
    String bus = "DBUS_SYSTEM_BUS_ADDRESS=" + address(scratch);
    scratch.owns(
        hosts.startOnHost("dbus-daemon", "--config-file=" + config, "--nofork", "--nopidfile"));
    scratch.owns(
        hosts.startOnHost(
            "sh",
            "-c",
            "until [ -S %s ]; do sleep 0.05; done; exec env %s firewalld --nofork --nopid"
                    .formatted(scratch.resolve("bus"), bus)
                + " --system-config "
                + scratch.directory("etc")
                + " --log-file "
                + scratch.resolve("firewalld.log")));
    hosts.onHost("until %s firewall-cmd --state; do sleep 0.1; done".formatted(bus)).ok();
  }

  private static String wrapper(Scratch scratch, TwoHosts hosts) throws java.io.IOException {
    Path wrapper = scratch.resolve("beside-firewalld");
    scratch.write(
        wrapper,
        "#!/bin/sh\nexport DBUS_SYSTEM_BUS_ADDRESS=%s\nexec %s \"$@\"\n"
            .formatted(address(scratch), hosts.onHost()));
    java.nio.file.Files.setPosixFilePermissions(
        wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
    return wrapper.toString();
  }

  @Test
  void containersReachOthersAndAreReachedAlsoWhenItIsLoadedAnew(Scratch scratch)
      throws java.io.IOException {
    TwoHosts hosts = TwoHosts.make(scratch);
    startFirewalld(scratch, hosts);
    Engine engine = Engine.startBy(wrapper(scratch, hosts), scratch);
    engine.load(Busybox.archive());
    engine
        .docker("network", "create", "-o", "com.docker.network.bridge.name=own0", "own")
        .run()
        .ok();
    for (String[] one : new String[][] {{"web", "bridge"}, {"other", "own"}}) {
      engine
          .docker(
              "run",
              "-d",
              "--name",
              one[0],
              "--network",
              one[1],
              "-p",
              one[0].equals("web") ? "8080:80" : "8081:80",
              "busybox",
              "sh",
              "-c",
              "mkdir /w; hostname -s > /dev/null; echo hello > /w/index.html; exec httpd -f -h /w")
          .run()
          .ok();
    }
    String bus = "DBUS_SYSTEM_BUS_ADDRESS=" + address(scratch) + " ";
    for (String load : new String[] {"--state", "--reload", "--complete-reload"}) {
      hosts.onHost(bus + "firewall-cmd " + load).ok();
      hosts
          .onHost(
              "until %s firewall-cmd --get-zone-of-interface=own0; do sleep 0.1; done"
                  .formatted(bus))
          .ok();
      assertThat(hosts.onHost(bus + "firewall-cmd --get-zone-of-interface=own0").text())
          .isEqualTo("docker");
      assertThat(hosts.fromOutside("192.0.2.1:8080")).as(load).isEqualTo("hello");
      assertThat(hosts.fromOutside("192.0.2.1:8081")).as(load).isEqualTo("hello");
      for (String name : new String[] {"web", "other"}) {
        assertThat(engine.docker("exec", name, "ping", "-c1", "-W2", "192.0.2.2").run().exit())
            .as(name + " after " + load)
            .isZero();
      }
    }
    engine.docker("rm", "-f", "other").run().ok();
    engine.docker("network", "rm", "own").run().ok();
    assertThat(hosts.onHost(bus + "firewall-cmd --zone=docker --list-interfaces").text())
        .doesNotContain("own0");
  }
}
