package dev.stevedore.runc.stats;

import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Numbers of cgroup v1 (Documentation/admin-guide/cgroup-v1). */
final class LegacyStats {
  private static final long TICK = 10_000_000;

  private final CgroupText in;

  private LegacyStats(CgroupText in) {
    this.in = in;
  }

  static JsonObject of(CgroupText in) {
    LegacyStats stats = new LegacyStats(in);
    return new JsonObject()
        .add("cpu", stats.cpu())
        .add("cpuset", StatsJson.cpuset(in, "cpuset.cpus", "cpuset.mems"))
        .add("memory", stats.memory())
        .add("pids", StatsJson.pids(in))
        .add("blkio", stats.io())
        .add("hugetlb", StatsJson.hugetlb(in, "usage_in_bytes", "max_usage_in_bytes"));
  }

  private JsonObject cpu() {
    Map<String, Long> ticks = in.table("cpuacct", "cpuacct.stat");
    ObjectWriter usage =
        new ObjectWriter()
            .unsigned("total", in.number("cpuacct", "cpuacct.usage"))
            .value("percpu", perCpu("cpuacct.usage_percpu"))
            .value("percpu_kernel", perCpu("cpuacct.usage_percpu_sys"))
            .value("percpu_user", perCpu("cpuacct.usage_percpu_user"))
            .unsignedValue("kernel", ticks.getOrDefault("system", 0L) * TICK)
            .unsignedValue("user", ticks.getOrDefault("user", 0L) * TICK);
    Map<String, Long> stat = in.table("cpu", "cpu.stat");
    JsonObject throttling =
        new ObjectWriter()
            .unsigned("periods", stat.getOrDefault("nr_periods", 0L))
            .unsigned("throttledPeriods", stat.getOrDefault("nr_throttled", 0L))
            .unsigned("throttledTime", stat.getOrDefault("throttled_time", 0L))
            .toJson();
    return new JsonObject().add("usage", usage.toJson()).add("throttling", throttling);
  }

  private JsonArray perCpu(String file) {
    JsonArray numbers = new JsonArray();
    for (String word : in.text("cpuacct", file).trim().split(" +")) {
      if (!word.isEmpty()) {
        numbers.add(Long.parseLong(word));
      }
    }
    return numbers;
  }

  private JsonObject memory() {
    Map<String, Long> stat = in.table("memory", "memory.stat");
    return new ObjectWriter()
        .unsigned("cache", stat.getOrDefault("cache", 0L))
        .value("usage", memory("memory"))
        .value("swap", memory("memory.memsw"))
        .value("kernel", memory("memory.kmem"))
        .value("kernelTCP", memory("memory.kmem.tcp"))
        .value("raw", StatsJson.numbers(stat))
        .toJson();
  }

  private JsonObject memory(String prefix) {
    return StatsJson.memory(
        in.number("memory", prefix + ".limit_in_bytes"),
        in.number("memory", prefix + ".usage_in_bytes"),
        in.number("memory", prefix + ".max_usage_in_bytes"),
        in.number("memory", prefix + ".failcnt"));
  }

  private JsonObject io() {
    Map<String, JsonArray> others = new LinkedHashMap<>();
    others.put("ioQueueRecursive", entries("blkio.bfq.io_queued_recursive"));
    others.put("ioServiceTimeRecursive", entries("blkio.bfq.io_service_time_recursive"));
    others.put("ioWaitTimeRecursive", entries("blkio.bfq.io_wait_time_recursive"));
    others.put("ioMergedRecursive", entries("blkio.bfq.io_merged_recursive"));
    others.put("ioTimeRecursive", entries("blkio.bfq.time_recursive"));
    others.put("sectorsRecursive", entries("blkio.bfq.sectors_recursive"));
    JsonArray bytes = entries("blkio.bfq.io_service_bytes_recursive");
    JsonArray operations = entries("blkio.bfq.io_serviced_recursive");
    return StatsJson.blockIo(
        others,
        bytes.isEmpty() ? entries("blkio.throttle.io_service_bytes_recursive") : bytes,
        operations.isEmpty() ? entries("blkio.throttle.io_serviced_recursive") : operations);
  }

  /** Lines {@code 8:0 Read 123} or {@code 8:0 123}; a line of the sum has no device. */
  private JsonArray entries(String file) {
    JsonArray entries = new JsonArray();
    for (String line : in.text("blkio", file).split("\n")) {
      String[] words = line.trim().split(" +");
      String[] device = words[0].split(":");
      if (device.length == 2 && words.length >= 2) {
        entries.add(
            StatsJson.io(device, words.length > 2 ? words[1] : "", words[words.length - 1]));
      }
    }
    return entries;
  }
}
