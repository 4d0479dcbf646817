package dev.stevedore.dockerd.network.firewall.iptables;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stevedore.dockerd.network.host.HostNetwork;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.List;

/** The programs of one IP version: they are run in the host's network namespace. */
final class Xtables {
  /** How long to wait for others that change rules, in seconds. */
  private static final String PATIENCE = "10";

  private final HostNetwork host;
  private final String program;

  /**
   * Programs by their name.
   *
   * @param program {@code iptables}, {@code ip6tables-legacy} and so on
   */
  Xtables(HostNetwork host, String program) {
    this.host = host;
    this.program = program;
  }

  /** All rules of all tables, as they would be typed. */
  List<String> save() throws IOException {
    return run("", program + "-save").lines().toList();
  }

  /** Makes changes: all of a table's at once, or none. */
  void restore(String script) throws IOException {
    run(script, program + "-restore", "--noflush", "-w", PATIENCE);
  }

  /** Whether the rules are in the kernel's nftables, in truth. */
  boolean isNft() throws IOException {
    return run("", program + "-restore", "--version").contains("nf_tables");
  }

  private String run(String input, String... command) throws IOException {
    return host.call(
        () -> {
          Process process;
          try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
          } catch (IOException e) {
            throw new IOException(
                "the firewall needs " + command[0] + ", which cannot be run: " + e.getMessage(), e);
          }
          try (OutputStream to = process.getOutputStream()) {
            to.write(input.getBytes(UTF_8));
          }
          String output = new String(process.getInputStream().readAllBytes(), UTF_8);
          try {
            if (process.waitFor() != 0) {
              throw new IOException(String.join(" ", command) + " failed: " + output.strip());
            }
          } catch (InterruptedException e) {
            process.destroy();
            throw (IOException) new InterruptedIOException(command[0]).initCause(e);
          }
          return output;
        });
  }
}
