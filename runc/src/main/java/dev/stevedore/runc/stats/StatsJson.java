package dev.stevedore.runc.stats;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.Map;

/** The parts of runc's statistics that both versions of cgroups have, and all of them. */
public final class StatsJson {
  private StatsJson() {}

  /**
   * An event with the statistics of a container.
   *
   * @param unified whether the files are of cgroup v2
   */
  public static JsonObject event(String id, CgroupText in, boolean unified) {
    JsonObject data = unified ? UnifiedStats.of(in) : LegacyStats.of(in);
    data.add("intel_rdt", new JsonObject()).add("network_interfaces", Json.NULL);
    return new JsonObject().add("type", "stats").add("id", id).add("data", data);
  }

  /** An event without data. */
  public static JsonObject event(String type, String id) {
    return new JsonObject().add("type", type).add("id", id);
  }

  static JsonObject memory(long limit, long usage, long most, long failures) {
    return new ObjectWriter()
        .unsignedValue("limit", limit)
        .unsigned("usage", usage)
        .unsigned("max", most)
        .unsignedValue("failcnt", failures)
        .toJson();
  }

  static JsonObject pids(CgroupText in) {
    return new ObjectWriter()
        .unsigned("current", in.number("pids", "pids.current"))
        .unsigned("limit", Math.max(0, in.number("pids", "pids.max")))
        .toJson();
  }

  static JsonObject cpuset(CgroupText in, String cpus, String mems) {
    JsonObject set = new JsonObject();
    list(set, "cpus", in.text("cpuset", cpus).trim());
    set.add("cpu_exclusive", in.number("cpuset", "cpuset.cpu_exclusive"));
    list(set, "mems", in.text("cpuset", mems).trim());
    for (String name :
        new String[] {
          "mem_hardwall",
          "mem_exclusive",
          "memory_migrate",
          "memory_spread_page",
          "memory_spread_slab",
          "memory_pressure",
          "sched_load_balance",
          "sched_relax_domain_level"
        }) {
      set.add(name, in.number("cpuset", "cpuset." + name));
    }
    return set;
  }

  static JsonObject hugetlb(CgroupText in, String usage, String most) {
    JsonObject sizes = new JsonObject();
    for (String file : in.files("hugetlb")) {
      String[] parts = file.split("\\.");
      if (parts.length == 3 && parts[0].equals("hugetlb") && parts[2].equals(usage)) {
        String prefix = "hugetlb." + parts[1] + ".";
        sizes.add(
            parts[1],
            new ObjectWriter()
                .unsigned("usage", in.number("hugetlb", file))
                .unsigned("max", in.number("hugetlb", prefix + most))
                .unsignedValue("failcnt", in.number("hugetlb", prefix + "failcnt"))
                .toJson());
      }
    }
    return sizes;
  }

  static JsonObject io(String[] device, String operation, String value) {
    return new ObjectWriter()
        .unsigned("major", Long.parseLong(device[0]))
        .unsigned("minor", Long.parseLong(device[1]))
        .string("op", operation)
        .unsigned("value", Long.parseLong(value))
        .toJson();
  }

  static JsonObject blockIo(Map<String, JsonArray> others, JsonArray bytes, JsonArray operations) {
    JsonObject io = new JsonObject();
    unlessEmpty(io, "ioServiceBytesRecursive", bytes);
    unlessEmpty(io, "ioServicedRecursive", operations);
    others.forEach((name, entries) -> unlessEmpty(io, name, entries));
    return io;
  }

  static JsonObject numbers(Map<String, Long> table) {
    ObjectWriter numbers = new ObjectWriter();
    table.forEach(numbers::unsignedValue);
    return numbers.toJson();
  }

  private static void unlessEmpty(JsonObject object, String name, JsonArray array) {
    if (!array.isEmpty()) {
      object.add(name, array);
    }
  }

  private static void list(JsonObject object, String name, String text) {
    if (text.isEmpty()) {
      return;
    }
    JsonArray numbers = new JsonArray();
    for (String part : text.split(",")) {
      int dash = part.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
      for (int number = first; number <= last; number++) {
        numbers.add(number);
      }
    }
    object.add(name, numbers);
  }
}
