package dev.stevedore.tests.network;

import dev.stevedore.tests.harness.process.Background;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/**
 * A host's firewalld, which may come and go, and the D-Bus by which it is told things; both with
 * files of their own.
 */
final class Firewalld implements AutoCloseable {
  private final Scratch scratch;
  private final TwoHosts hosts;
  private final Background program;

  private Firewalld(Scratch scratch, TwoHosts hosts, Background program) {
    this.scratch = scratch;
    this.hosts = hosts;
    this.program = program;
  }

  private static String address(Scratch scratch) {
    return "DBUS_SYSTEM_BUS_ADDRESS=unix:path=" + scratch.resolve("bus");
  }

  /**
   * Starts D-Bus, which ends with the test: a program that runs another one on the host with it.
   */
  static String busOnHost(Scratch scratch, TwoHosts hosts) {
    Path config = scratch.resolve("bus.conf");
    scratch.write(
        config,
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
        """
            .formatted(scratch.resolve("bus")));
    scratch.owns(
        hosts.startOnHost("dbus-daemon", "--config-file=" + config, "--nofork", "--nopidfile"));
    hosts.onHost("until [ -S " + scratch.resolve("bus") + " ]; do sleep 0.05; done").ok();
    Path wrapper = scratch.resolve("with-bus");
    scratch.write(
        wrapper, "#!/bin/sh\nexec env %s %s \"$@\"\n".formatted(address(scratch), hosts.onHost()));
    try {
      Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return wrapper.toString();
  }

  /** Starts it, on a host that has {@link #busOnHost}. */
  static Firewalld start(Scratch scratch, TwoHosts hosts) {
    Background program =
        hosts.startOnHost(
            "env",
            address(scratch),
            "firewalld",
            "--nofork",
            "--nopid",
            "--system-config",
            scratch.directory("firewalld").toString(),
            "--log-file",
            scratch.resolve("firewalld.log").toString());
    Firewalld firewalld = new Firewalld(scratch, hosts, program);
    hosts.onHost("until %s firewall-cmd --state; do sleep 0.1; done".formatted(address(scratch)));
    return firewalld;
  }

  /** Runs firewall-cmd. */
  Result ask(String options) {
    return hosts.onHost(address(scratch) + " firewall-cmd " + options);
  }

  /** Waits until so many links are in a zone. */
  void awaitLinks(String zone, int count) {
    hosts
        .onHost(
            "until [ $(%s firewall-cmd --zone=%s --list-interfaces | wc -w) = %d ]; do sleep 0.1; done"
                .formatted(address(scratch), zone, count))
        .ok();
  }

  @Override
  public void close() {
    program.signal("TERM");
    program.await(Duration.ofSeconds(20)); // it takes its rules with it
  }
}
