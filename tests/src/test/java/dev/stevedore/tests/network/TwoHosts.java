package dev.stevedore.tests.network;

import dev.stevedore.tests.harness.process.Background;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * A host for an engine, which has its own rules and links, and another host beside it:
 *
 * <pre>
 *   outside 192.0.2.2, 2001:db8::2 ─── 192.0.2.1, 2001:db8::1 host
 * </pre>
 */
final class TwoHosts implements AutoCloseable {
  private final String host;
  private final String outside;
  private final Scratch scratch;

  private TwoHosts(String host, String outside, Scratch scratch) {
    this.host = host;
    this.outside = outside;
    this.scratch = scratch;
  }

  /** Makes both; they end with the test. */
  static TwoHosts make(Scratch scratch) {
    String unique = Long.toString(ProcessHandle.current().pid() % 100000, 36) + counter(scratch);
    TwoHosts hosts = new TwoHosts("svh" + unique, "svo" + unique, scratch);
    scratch.owns(hosts);
    for (String space : new String[] {hosts.host, hosts.outside}) {
      ip("netns", "add", space);
      ip("-n", space, "link", "set", "lo", "up");
    }
    ip(
        "-n",
        hosts.host,
        "link",
        "add",
        "up0",
        "type",
        "veth",
        "peer",
        "up0",
        "netns",
        hosts.outside);
    hosts.address(hosts.host, 1);
    hosts.address(hosts.outside, 2);
    return hosts;
  }

  private static String counter(Scratch scratch) {
    return Integer.toString(Math.floorMod(scratch.path().toString().hashCode(), 1296), 36);
  }

  private void address(String space, int last) {
    ip("-n", space, "addr", "add", "192.0.2." + last + "/24", "dev", "up0");
    ip("-n", space, "addr", "add", "2001:db8::" + last + "/64", "dev", "up0", "nodad");
    ip("-n", space, "link", "set", "up0", "up");
  }

  private static void ip(String... words) {
    String[] argv = new String[words.length + 1];
    argv[0] = "ip";
    System.arraycopy(words, 0, argv, 1, words.length);
    Command.of(argv).run().ok();
  }

  /** A program that runs another one on the host. */
  String onHost() {
    Path wrapper = scratch.resolve("on-host");
    try {
      Files.writeString(wrapper, "#!/bin/sh\nexec nsenter --net=/run/netns/" + host + " \"$@\"\n");
      Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return wrapper.toString();
  }

  /** Runs a line of shell on the host. */
  Result onHost(String line) {
    return Command.of("nsenter", "--net=/run/netns/" + host, "sh", "-c", line).run();
  }

  /** Runs a line of shell on the other host. */
  Result outside(String line) {
    return Command.of("nsenter", "--net=/run/netns/" + outside, "sh", "-c", line).run();
  }

  /** Starts a program on the host. */
  Background startOnHost(String... command) {
    List<String> argv = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + host));
    argv.addAll(List.of(command));
    return Command.of(argv).start();
  }

  /** What a web server answers to a program of the host; empty if nothing. */
  String fromHost(String address) {
    return curl(host, address);
  }

  /** What it answers to the other host. */
  String fromOutside(String address) {
    return curl(outside, address);
  }

  private static String curl(String space, String address) {
    return Command.of(
            "nsenter", "--net=/run/netns/" + space, "curl", "-sg", "-m", "1", "http://" + address)
        .run()
        .out()
        .strip();
  }

  @Override
  public void close() {
    for (String space : new String[] {host, outside}) {
      Command.of("ip", "netns", "del", space).run();
    }
  }
}
