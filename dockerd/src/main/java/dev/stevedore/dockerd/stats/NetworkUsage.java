package dev.stevedore.dockerd.stats;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What went through a container's links, out of proc_pid_net(5): bytes, packets, errors, drops. */
final class NetworkUsage {
  private static final List<String> NAMES = List.of("bytes", "packets", "errors", "dropped");

  /** Where the columns of what was sent begin. */
  private static final int SENT = 8;

  private NetworkUsage() {}

  /** By link, the loopback left out; empty if the process is gone. */
  static ObjectNode of(int pid) {
    try {
      return parse(Files.readString(Path.of("/proc", Integer.toString(pid), "net", "dev")));
    } catch (IOException e) {
      return JsonNodeFactory.instance.objectNode();
    }
  }

  static ObjectNode parse(String dev) {
    ObjectNode links = JsonNodeFactory.instance.objectNode();
    for (String line : dev.lines().skip(2).toList()) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? "lo" : line.substring(0, colon).strip();
      if (name.equals("lo")) {
        continue;
      }
      String[] numbers = line.substring(colon + 1).strip().split(" +");
      ObjectNode link = links.putObject(name);
      for (int i = 0; i < NAMES.size(); i++) {
        link.put("rx_" + NAMES.get(i), Long.parseLong(numbers[i]));
      }
      for (int i = 0; i < NAMES.size(); i++) {
        link.put("tx_" + NAMES.get(i), Long.parseLong(numbers[SENT + i]));
      }
    }
    return links;
  }
}
