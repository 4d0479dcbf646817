package dev.stevedore.dockerd.stats;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.lib.oci.cgroup.V2MetricNames;
import java.util.List;

/** Reads {@code io.containerd.cgroups.v2.Metrics}. */
final class V2Usage {
  static final String TYPE = V2MetricNames.TYPE;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final long NANOS_PER_MICRO = 1000;

  private V2Usage() {}

  static Usage of(Fields metrics, long hostMemory) {
    return new Usage(
        V1Usage.pids(metrics.message(1)),
        blkio(metrics.message(6)),
        cpu(metrics.message(2)),
        memory(metrics.message(4), hostMemory));
  }

  private static ObjectNode blkio(Fields io) {
    ObjectNode json = JSON.objectNode();
    ArrayNode bytes = json.putArray("io_service_bytes_recursive");
    for (Fields entry : io.messages(1)) {
      put(bytes, entry, "read", entry.number(3));
      put(bytes, entry, "write", entry.number(4));
    }
    for (String none :
        List.of(
            "io_serviced_recursive",
            "io_queue_recursive",
            "io_service_time_recursive",
            "io_wait_time_recursive",
            "io_merged_recursive",
            "io_time_recursive",
            "sectors_recursive")) {
      json.putNull(none);
    }
    return json;
  }

  private static void put(ArrayNode to, Fields device, String operation, long value) {
    to.addObject()
        .put("major", device.number(1))
        .put("minor", device.number(2))
        .put("op", operation)
        .put("value", value);
  }

  private static ObjectNode cpu(Fields cpu) {
    ObjectNode json = JSON.objectNode();
    json.putObject("cpu_usage")
        .put("total_usage", cpu.number(1) * NANOS_PER_MICRO)
        .put("usage_in_kernelmode", cpu.number(3) * NANOS_PER_MICRO)
        .put("usage_in_usermode", cpu.number(2) * NANOS_PER_MICRO);
    json.putObject("throttling_data")
        .put("periods", cpu.number(4))
        .put("throttled_periods", cpu.number(5))
        .put("throttled_time", cpu.number(6) * NANOS_PER_MICRO);
    return json;
  }

  private static ObjectNode memory(Fields memory, long hostMemory) {
    ObjectNode json = JSON.objectNode().put("usage", memory.number(32));
    ObjectNode stats = json.putObject("stats");
    for (int i = 0; i < V2MetricNames.MEMORY.size(); i++) {
      stats.put(V2MetricNames.MEMORY.get(i), memory.number(i + 1));
    }
    return json.put("limit", V1Usage.limit(memory.number(33), hostMemory));
  }
}
