package dev.stevedore.dockerd.stats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Any;
import dev.stevedore.dockerd.api.GoTime;
import dev.stevedore.dockerd.container.Container;
import dev.stevedore.dockerd.containerd.TaskService;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * What a container used up to one moment.
 *
 * @param read when; {@link GoTime#ZERO} for a container that does not run
 * @param json as the API shows it, without the sample before
 */
public record Sample(Instant read, ObjectNode json) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** A sample now; an empty one if the container does not run. */
  public static Sample of(Container container, TaskService tasks) throws IOException {
    Optional<Any> metrics =
        container.state().isRunning()
            ? tasks.metrics(container.id()).map(metric -> metric.getData())
            : Optional.empty();
    HostUsage host = HostUsage.now();
    Optional<Usage> usage = metrics.flatMap(any -> usage(any, host.memory()));
    ObjectNode json = JSON.objectNode();
    json.put("name", "/" + container.name()).put("id", container.id());
    json.set("pids_stats", usage.map(Usage::pids).orElseGet(JSON::objectNode));
    json.set("blkio_stats", usage.map(Usage::blkio).orElseGet(JSON::objectNode));
    json.put("num_procs", 0);
    json.putObject("storage_stats");
    json.set("cpu_stats", usage.map(own -> withHost(own.cpu(), host)).orElseGet(Sample::noCpu));
    json.set("memory_stats", usage.map(Usage::memory).orElseGet(JSON::objectNode));
    if (usage.isPresent() && !container.definition().host().networkMode().equals("host")) {
      ObjectNode networks = NetworkUsage.of(container.state().pid());
      if (!networks.isEmpty()) {
        json.set("networks", networks);
      }
    }
    return new Sample(usage.isPresent() ? Instant.now() : GoTime.ZERO, json);
  }

  private static Optional<Usage> usage(Any metrics, long hostMemory) {
    Fields fields = Fields.parse(metrics.getValue());
    String type = metrics.getTypeUrl();
    if (type.endsWith(V1Usage.TYPE)) {
      return Optional.of(V1Usage.of(fields, hostMemory));
    }
    return type.endsWith(V2Usage.TYPE)
        ? Optional.of(V2Usage.of(fields, hostMemory))
        : Optional.empty();
  }

  private static ObjectNode withHost(ObjectNode cpu, HostUsage host) {
    JsonNode throttling = cpu.remove("throttling_data");
    cpu.put("system_cpu_usage", host.cpuNanos()).put("online_cpus", host.cpus());
    cpu.set("throttling_data", throttling);
    return cpu;
  }

  private static ObjectNode noCpu() {
    ObjectNode cpu = JSON.objectNode();
    cpu.putObject("cpu_usage")
        .put("total_usage", 0)
        .put("usage_in_kernelmode", 0)
        .put("usage_in_usermode", 0);
    cpu.putObject("throttling_data")
        .put("periods", 0)
        .put("throttled_periods", 0)
        .put("throttled_time", 0);
    return cpu;
  }

  /** As the API shows it, beside the one before, from which clients tell a rate. */
  public ObjectNode after(Optional<Sample> before) {
    ObjectNode shown = json.deepCopy();
    shown.put("read", GoTime.format(read));
    shown.put("preread", GoTime.format(before.map(Sample::read).orElse(GoTime.ZERO)));
    shown.set(
        "precpu_stats",
        before
            .map(sample -> sample.json.get("cpu_stats"))
            .<JsonNode>map(JsonNode::deepCopy)
            .orElseGet(Sample::noCpu));
    return shown;
  }
}
