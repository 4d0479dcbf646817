package dev.stevedore.docker.create;

import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.flags.BadValueException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code --ulimit nofile=1024:2048}. */
final class Ulimits {
  private static final Set<String> NAMES =
      Set.of(
          "core",
          "cpu",
          "data",
          "fsize",
          "locks",
          "memlock",
          "msgqueue",
          "nice",
          "nofile",
          "nproc",
          "rss",
          "rtprio",
          "rttime",
          "sigpending",
          "stack");

  private Ulimits() {}

  static void check(String value) {
    parse(value);
  }

  /** All limits, by name; the last of a name counts. */
  static JsonArray list(List<String> values) {
    Map<String, JsonObject> byName = new TreeMap<>();
    for (String value : values) {
      JsonObject limit = parse(value);
      byName.put(limit.getString("Name", ""), limit);
    }
    JsonArray list = new JsonArray();
    byName.values().forEach(list::add);
    return list;
  }

  private static JsonObject parse(String value) {
    int equals = value.indexOf('=');
    if (equals < 0) {
      throw new BadValueException("invalid ulimit argument: " + value);
    }
    String name = value.substring(0, equals);
    String[] limits = value.substring(equals + 1).split(":", -1);
    if (!NAMES.contains(name)) {
      throw new BadValueException("invalid ulimit type: " + name);
    }
    if (limits.length > 2) {
      throw new BadValueException(
          "too many limit value arguments - "
              + value.substring(equals + 1)
              + ", can only have up to two, `soft[:hard]`");
    }
    long soft = number(limits[0]);
    long hard = limits.length == 2 ? number(limits[1]) : soft;
    if (hard != -1 && (soft == -1 || soft > hard)) {
      throw new BadValueException(
          "ulimit soft limit must be less than or equal to hard limit: " + soft + " > " + hard);
    }
    return new JsonObject().add("Name", name).add("Hard", hard).add("Soft", soft);
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new BadValueException("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
    }
  }
}
