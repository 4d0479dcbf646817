package dev.stevedore.dockerd.network.firewall.iptables;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What iptables-restore reads: changes by table. */
final class Script {
  private final Map<String, List<String>> tables = new LinkedHashMap<>();

  /** Adds a line to a table's changes. */
  Script add(String table, String line) {
    tables.computeIfAbsent(table, _ -> new ArrayList<>()).add(line);
    return this;
  }

  /** Makes a chain, or empties it. */
  Script chain(String table, String chain) {
    return add(table, ":" + chain + " - [0:0]");
  }

  /** The lines that do something to a table. */
  List<String> lines(String table) {
    return tables.getOrDefault(table, List.of());
  }

  boolean isEmpty() {
    return tables.isEmpty();
  }

  /** The whole of it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    tables.forEach(
        (table, lines) -> {
          text.append('*').append(table).append('\n');
          lines.forEach(line -> text.append(line).append('\n'));
          text.append("COMMIT\n");
        });
    return text.toString();
  }
}
