package dev.stevedore.docker.command.container;

import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.format.JsonFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ports as {@code ps} shows them: {@code 0.0.0.0:8080->80/tcp, 9000-9002/tcp}. Neighbouring ports
 * with the same number on both sides are shown as a range.
 */
final class PortList {
  /** A run of ports. */
  private record Run(int first, int last) {}

  private PortList() {}

  static String of(JsonArray ports) {
    List<JsonObject> sorted = JsonFields.objects(ports);
    sorted.sort(
        Comparator.<JsonObject>comparingLong(port -> JsonFields.number(port, "PrivatePort"))
            .thenComparing(port -> JsonFields.string(port, "IP"))
            .thenComparingLong(port -> JsonFields.number(port, "PublicPort"))
            .thenComparing(port -> JsonFields.string(port, "Type")));
    Map<String, Run> runs = new LinkedHashMap<>();
    List<String> result = new ArrayList<>();
    List<String> mapped = new ArrayList<>();
    for (JsonObject port : sorted) {
      int inside = (int) JsonFields.number(port, "PrivatePort");
      long outside = JsonFields.number(port, "PublicPort");
      String type = JsonFields.string(port, "Type");
      String ip = JsonFields.string(port, "IP");
      if (!ip.isEmpty() && outside != inside) {
        mapped.add(joined(ip, Long.toString(outside)) + "->" + inside + "/" + type);
        continue;
      }
      String key = ip.isEmpty() ? type : ip + "/" + type;
      Run run = runs.get(key);
      if (run == null) {
        runs.put(key, new Run(inside, inside));
      } else if (inside == run.last() + 1) {
        runs.put(key, new Run(run.first(), inside));
      } else {
        result.add(text(key, run));
        runs.put(key, new Run(inside, inside));
      }
    }
    runs.forEach((key, run) -> result.add(text(key, run)));
    result.addAll(mapped);
    return String.join(", ", result);
  }

  private static String text(String key, Run run) {
    int slash = key.indexOf('/');
    String type = key.substring(slash + 1);
    String range =
        run.first() == run.last() ? Integer.toString(run.first()) : run.first() + "-" + run.last();
    return slash < 0
        ? range + "/" + type
        : joined(key.substring(0, slash), range) + "->" + range + "/" + type;
  }

  static String joined(String ip, String port) {
    return ip.indexOf(':') >= 0 ? "[" + ip + "]:" + port : ip + ":" + port;
  }
}
