package dev.stevedore.dockerd.stats;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.lib.oci.cgroup.V1MetricNames;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/** Reads {@code io.containerd.cgroups.v1.Metrics}. */
final class V1Usage {
  static final String TYPE = V1MetricNames.TYPE;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** By field number, from 1 on. */
  private static final List<String> BLKIO =
      List.of(
          "io_service_bytes_recursive",
          "io_serviced_recursive",
          "io_queue_recursive",
          "io_service_time_recursive",
          "io_wait_time_recursive",
          "io_merged_recursive",
          "io_time_recursive",
          "sectors_recursive");

  private V1Usage() {}

  static Usage of(Fields metrics, long hostMemory) {
    return new Usage(
        pids(metrics.message(2)),
        blkio(metrics.message(5)),
        cpu(metrics.message(3)),
        memory(metrics.message(4), hostMemory));
  }

  static ObjectNode pids(Fields pids) {
    ObjectNode json = JSON.objectNode();
    if (pids.number(1) != 0) {
      json.put("current", pids.number(1));
    }
    if (pids.number(2) != 0) {
      // Unsigned: on v2 no limit is the largest number there is.
      json.put("limit", new BigInteger(Long.toUnsignedString(pids.number(2))));
    }
    return json;
  }

  private static ObjectNode blkio(Fields blkio) {
    ObjectNode json = JSON.objectNode();
    for (int i = 0; i < BLKIO.size(); i++) {
      ArrayNode entries = JSON.arrayNode();
      for (Fields entry : blkio.messages(i + 1)) {
        entries
            .addObject()
            .put("major", entry.number(3))
            .put("minor", entry.number(4))
            .put("op", entry.text(1).toLowerCase(Locale.ROOT))
            .put("value", entry.number(5));
      }
      json.set(BLKIO.get(i), entries);
    }
    return json;
  }

  private static ObjectNode cpu(Fields cpu) {
    ObjectNode json = JSON.objectNode();
    Fields usage = cpu.message(1);
    ObjectNode used = json.putObject("cpu_usage").put("total_usage", usage.number(1));
    ArrayNode each = used.putArray("percpu_usage");
    usage.numbers(4).forEach(each::add);
    used.put("usage_in_kernelmode", usage.number(2)).put("usage_in_usermode", usage.number(3));
    Fields throttling = cpu.message(2);
    json.putObject("throttling_data")
        .put("periods", throttling.number(1))
        .put("throttled_periods", throttling.number(2))
        .put("throttled_time", throttling.number(3));
    return json;
  }

  private static ObjectNode memory(Fields memory, long hostMemory) {
    ObjectNode json = JSON.objectNode();
    Fields usage = memory.message(33);
    json.put("usage", usage.number(2)).put("max_usage", usage.number(3));
    ObjectNode stats = json.putObject("stats");
    for (int i = 0; i < V1MetricNames.MEMORY.size(); i++) {
      stats.put(V1MetricNames.MEMORY.get(i), memory.number(i + 1));
    }
    if (usage.number(4) != 0) {
      json.put("failcnt", usage.number(4));
    }
    return json.put("limit", limit(usage.number(1), hostMemory));
  }

  /** No limit is shown as all the memory there is. */
  static long limit(long limit, long hostMemory) {
    return limit <= 0 || limit > hostMemory ? hostMemory : limit;
  }
}
