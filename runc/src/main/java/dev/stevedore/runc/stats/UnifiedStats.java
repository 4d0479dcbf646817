package dev.stevedore.runc.stats;

import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.Map;

/** Numbers of cgroup v2 (cgroup-v2.rst), with the names that those of v1 have. */
final class UnifiedStats {
  private static final long MICROSECOND = 1000;
  private static final long UNLIMITED = -1;

  private final CgroupText in;

  private UnifiedStats(CgroupText in) {
    this.in = in;
  }

  static JsonObject of(CgroupText in) {
    UnifiedStats stats = new UnifiedStats(in);
    return new JsonObject()
        .add("cpu", stats.cpu())
        .add("cpuset", StatsJson.cpuset(in, "cpuset.cpus.effective", "cpuset.mems.effective"))
        .add("memory", stats.memory())
        .add("pids", StatsJson.pids(in))
        .add("blkio", stats.io())
        .add("hugetlb", StatsJson.hugetlb(in, "current", "max"));
  }

  private JsonObject cpu() {
    Map<String, Long> stat = in.table("cpu", "cpu.stat");
    JsonObject usage =
        new ObjectWriter()
            .unsigned("total", stat.getOrDefault("usage_usec", 0L) * MICROSECOND)
            .unsignedValue("kernel", stat.getOrDefault("system_usec", 0L) * MICROSECOND)
            .unsignedValue("user", stat.getOrDefault("user_usec", 0L) * MICROSECOND)
            .toJson();
    JsonObject throttling =
        new ObjectWriter()
            .unsigned("periods", stat.getOrDefault("nr_periods", 0L))
            .unsigned("throttledPeriods", stat.getOrDefault("nr_throttled", 0L))
            .unsigned("throttledTime", stat.getOrDefault("throttled_usec", 0L) * MICROSECOND)
            .toJson();
    return new JsonObject().add("usage", usage).add("throttling", throttling);
  }

  private JsonObject memory() {
    Map<String, Long> stat = in.table("memory", "memory.stat");
    long limit = in.number("memory", "memory.max");
    long usage = in.number("memory", "memory.current");
    long swapLimit = in.number("memory", "memory.swap.max");
    long swapUsage = in.number("memory", "memory.swap.current");
    return new ObjectWriter()
        .unsigned("cache", stat.getOrDefault("file", 0L))
        .value(
            "usage", StatsJson.memory(limit, usage, in.number("memory", "memory.peak"), failures()))
        .value(
            "swap",
            StatsJson.memory(
                // Memory and swap together, as v1 has it.
                swapLimit == UNLIMITED || limit == UNLIMITED ? UNLIMITED : swapLimit + limit,
                swapUsage + usage,
                0,
                0))
        .value("kernel", StatsJson.memory(0, 0, 0, 0))
        .value("kernelTCP", StatsJson.memory(0, 0, 0, 0))
        .value("raw", StatsJson.numbers(stat))
        .toJson();
  }

  private long failures() {
    return in.table("memory", "memory.events").getOrDefault("max", 0L);
  }

  /** Lines {@code 8:0 rbytes=1 wbytes=2 rios=3 wios=4}. */
  private JsonObject io() {
    JsonArray bytes = new JsonArray();
    JsonArray operations = new JsonArray();
    for (String line : in.text("io", "io.stat").split("\n")) {
      String[] words = line.split(" ");
      String[] device = words[0].split(":");
      for (int i = 1; i < words.length && device.length == 2; i++) {
        String[] pair = words[i].split("=");
        switch (pair[0]) {
          case "rbytes" -> bytes.add(StatsJson.io(device, "Read", pair[1]));
          case "wbytes" -> bytes.add(StatsJson.io(device, "Write", pair[1]));
          case "rios" -> operations.add(StatsJson.io(device, "Read", pair[1]));
          case "wios" -> operations.add(StatsJson.io(device, "Write", pair[1]));
          default -> {
            // Without a name in v1.
          }
        }
      }
    }
    return StatsJson.blockIo(Map.of(), bytes, operations);
  }
}
