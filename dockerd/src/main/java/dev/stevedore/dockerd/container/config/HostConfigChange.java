package dev.stevedore.dockerd.container.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stevedore.dockerd.api.ApiException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code docker update} makes of a configuration: what is set in the change replaces what is
 * there, as far as the two go together. Texts are Docker's.
 */
public final class HostConfigChange {
  private static final String PIDS_LIMIT = "PidsLimit";
  private static final String RESTART_POLICY = "RestartPolicy";

  /** Zero or empty means: as it is. */
  private static final Set<String> LIMITS =
      Set.of(
          "BlkioWeight",
          "CpuPeriod",
          "CpuQuota",
          "CpuRealtimePeriod",
          "CpuRealtimeRuntime",
          "CpuShares",
          "CpusetCpus",
          "CpusetMems",
          "Memory",
          "MemoryReservation",
          "MemorySwap",
          "NanoCpus");

  private HostConfigChange() {}

  /**
   * Merges.
   *
   * @param change checked with {@link HostConfigRules#checkChange}
   * @param warnings where fields are added that are set and cannot be changed
   * @throws ApiException.Conflict if the change does not go with what is there
   */
  public static HostConfig merge(HostConfig current, HostConfig change, List<String> warnings) {
    cpu(current.view(), change.view());
    memory(current.view(), change.view());
    if (current.autoRemove()
        && change.setsRestartPolicy()
        && change.restartPolicy().kind() != RestartPolicy.Kind.NO) {
      throw new ApiException.Conflict(
          "Restart policy cannot be updated because AutoRemove is enabled for the container");
    }
    HostConfig merged = current;
    for (Map.Entry<String, JsonNode> entry : change.json().properties()) {
      String field = entry.getKey();
      JsonNode value = entry.getValue();
      if (field.equals(PIDS_LIMIT)) {
        // Zero says something here: no limit, and so does anything below it.
        if (!value.isNull()) {
          long limit = Math.max(0, change.view().number(PIDS_LIMIT));
          merged = merged.with(PIDS_LIMIT, JsonNodeFactory.instance.numberNode(limit));
        }
      } else if (field.equals(RESTART_POLICY)) {
        if (change.setsRestartPolicy()) {
          merged = merged.with(RESTART_POLICY, value);
        }
      } else if (!JsonObjectView.isZero(value)) {
        if (LIMITS.contains(field)) {
          merged = merged.with(field, value);
        } else if (!value.equals(current.json().get(field))) {
          warnings.add("HostConfig." + field + " cannot be updated: it stays as it is.");
        }
      }
    }
    return merged;
  }

  /** --cpus is a quota in a period: who has set one cannot set the other. */
  private static void cpu(JsonObjectView current, JsonObjectView change) {
    excludes(change, "NanoCpus", "Nano CPUs", current, "CpuPeriod", "CPU Period");
    excludes(change, "NanoCpus", "Nano CPUs", current, "CpuQuota", "CPU Quota");
    excludes(change, "CpuPeriod", "CPU Period", current, "NanoCpus", "NanoCPUs");
    excludes(change, "CpuQuota", "CPU Quota", current, "NanoCpus", "NanoCPUs");
  }

  private static void excludes(
      JsonObjectView change,
      String wanted,
      String wantedName,
      JsonObjectView current,
      String present,
      String presentName) {
    if (change.number(wanted) > 0 && current.number(present) > 0) {
      throw new ApiException.Conflict(
          "Conflicting options: %s cannot be updated as %s has already been set"
              .formatted(wantedName, presentName));
    }
  }

  private static void memory(JsonObjectView current, JsonObjectView change) {
    long memory = change.number("Memory");
    if (memory != 0 && memory > current.number("MemorySwap") && change.number("MemorySwap") == 0) {
      throw new ApiException.Conflict(
          "Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time");
    }
  }
}
