package dev.stevedore.tests.harness.stack;

import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.scratch.Scratch;
import java.nio.file.Path;
import java.util.List;

/**
 * A host of its own for an engine's networks, in a network namespace, with a neighbour in another:
 *
 * <pre>
 *   outside 192.0.2.2 ─── 192.0.2.1 up0, host ─── bridges ─── containers
 * </pre>
 */
public final class NetworkHost implements AutoCloseable {
  private final String host;
  private final String outside;
  private final Path wrapper;

  private NetworkHost(String name, Path wrapper) {
    this.host = name + "-in";
    this.outside = name + "-out";
    this.wrapper = wrapper;
  }

  /** Makes both. */
  public static NetworkHost create(Scratch scratch) {
    String name = "sv" + ProcessHandle.current().pid() + Integer.toHexString(scratch.hashCode());
    Path wrapper = scratch.resolve("in-host");
    NetworkHost made = new NetworkHost(name, wrapper);
    scratch.write(wrapper, "#!/bin/sh\nexec nsenter --net=/run/netns/" + made.host + " \"$@\"\n");
    wrapper.toFile().setExecutable(true);
    scratch.owns(made);
    for (String namespace : List.of(made.host, made.outside)) {
      ip("netns", "add", namespace);
      ip("-n", namespace, "link", "set", "lo", "up");
    }
    ip("-n", made.host, "link", "add", "up0", "type", "veth", "peer", "up1", "netns", made.outside);
    made.up(made.host, "up0", "192.0.2.1/24", "2001:db8::1/64");
    made.up(made.outside, "up1", "192.0.2.2/24", "2001:db8::2/64");
    ip("-n", made.outside, "route", "add", "default", "via", "192.0.2.1");
    return made;
  }

  private void up(String namespace, String link, String v4, String v6) {
    ip("-n", namespace, "addr", "add", v4, "dev", link);
    ip("-n", namespace, "addr", "add", v6, "dev", link, "nodad");
    ip("-n", namespace, "link", "set", link, "up");
  }

  /** Runs ip(8). */
  private static void ip(String... arguments) {
    Command.of(Path.of("ip"), arguments).run().ok();
  }

  /** A program that executes the rest of its command line on the host. */
  public String wrapper() {
    return wrapper.toString();
  }

  /** A command on the host. */
  public Command in(String... argv) {
    return Command.of(Path.of(wrapper()), argv);
  }

  /** A command of the neighbour. */
  public Command outside(String... argv) {
    String[] all = new String[argv.length + 1];
    all[0] = "--net=/run/netns/" + outside;
    System.arraycopy(argv, 0, all, 1, argv.length);
    return Command.of(Path.of("nsenter"), all);
  }

  @Override
  public void close() {
    for (String namespace : List.of(host, outside)) {
      Command.of("ip", "netns", "del", namespace).run();
    }
  }
}
