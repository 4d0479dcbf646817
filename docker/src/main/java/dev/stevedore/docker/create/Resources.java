package dev.stevedore.docker.create;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.flags.FlagValues;
import dev.stevedore.docker.flags.GoValues;
import dev.stevedore.docker.format.JsonFields;
import java.util.List;

/** Limits and devices: the part of the host config that {@code update} can change, and the rest. */
public final class Resources {
  private static final int MOST_SWAPPINESS = 100;

  private Resources() {}

  /** For a new container. */
  static void addTo(JsonObject hostConfig, FlagValues flags) {
    long swappiness = flags.number("memory-swappiness");
    if (swappiness != -1 && (swappiness < 0 || swappiness > MOST_SWAPPINESS)) {
      throw new CliException(
          "invalid value: " + swappiness + ". Valid memory swappiness range is 0-100");
    }
    hostConfig
        .add("CpuShares", flags.number("cpu-shares"))
        .add("Memory", flags.bytes("memory"))
        .add("NanoCpus", nanoCpus(flags))
        .add("CgroupParent", flags.string("cgroup-parent"))
        .add("BlkioWeight", flags.number("blkio-weight"))
        .add("BlkioWeightDevice", Throttles.weights(flags.list("blkio-weight-device")))
        .add("BlkioDeviceReadBps", Throttles.bytes(flags.list("device-read-bps")))
        .add("BlkioDeviceWriteBps", Throttles.bytes(flags.list("device-write-bps")))
        .add("BlkioDeviceReadIOps", Throttles.counts(flags.list("device-read-iops")))
        .add("BlkioDeviceWriteIOps", Throttles.counts(flags.list("device-write-iops")))
        .add("CpuPeriod", flags.number("cpu-period"))
        .add("CpuQuota", flags.number("cpu-quota"))
        .add("CpuRealtimePeriod", flags.number("cpu-rt-period"))
        .add("CpuRealtimeRuntime", flags.number("cpu-rt-runtime"))
        .add("CpusetCpus", flags.string("cpuset-cpus"))
        .add("CpusetMems", flags.string("cpuset-mems"))
        .add("Devices", Devices.list(flags.list("device")))
        .add("DeviceCgroupRules", JsonFields.arrayOrNull(flags.list("device-cgroup-rule")))
        .add("DeviceRequests", deviceRequests(flags))
        .add("MemoryReservation", flags.bytes("memory-reservation"))
        .add("MemorySwap", flags.bytes("memory-swap"))
        .add("MemorySwappiness", swappiness)
        .add("OomKillDisable", flags.bool("oom-kill-disable"))
        .add("PidsLimit", flags.number("pids-limit"))
        .add("Ulimits", Ulimits.list(flags.list("ulimit")))
        .add("CpuCount", flags.number("cpu-count"))
        .add("CpuPercent", flags.number("cpu-percent"))
        .add("IOMaximumIOps", flags.number("io-maxiops"))
        .add("IOMaximumBandwidth", flags.bytes("io-maxbandwidth"));
    kernelMemory(hostConfig, flags);
  }

  /** Whether there still is such a limit is the daemon's to say. */
  private static void kernelMemory(JsonObject limits, FlagValues flags) {
    if (flags.bytes("kernel-memory") != 0) {
      limits.add("KernelMemory", flags.bytes("kernel-memory"));
    }
  }

  private static JsonValue deviceRequests(FlagValues flags) {
    if (!flags.isGiven("gpus")) {
      return Json.NULL;
    }
    JsonArray requests = new JsonArray();
    flags.list("gpus").forEach(value -> requests.add(Gpus.parse(value)));
    return requests;
  }

  /** For a container that is there: what is zero or null stays as it is. */
  public static JsonObject changes(FlagValues flags) {
    JsonObject changes =
        new JsonObject()
            .add("CpuShares", flags.number("cpu-shares"))
            .add("Memory", flags.bytes("memory"))
            .add("NanoCpus", nanoCpus(flags))
            .add("BlkioWeight", flags.number("blkio-weight"))
            .add("CpuPeriod", flags.number("cpu-period"))
            .add("CpuQuota", flags.number("cpu-quota"))
            .add("CpuRealtimePeriod", flags.number("cpu-rt-period"))
            .add("CpuRealtimeRuntime", flags.number("cpu-rt-runtime"))
            .add("CpusetCpus", flags.string("cpuset-cpus"))
            .add("CpusetMems", flags.string("cpuset-mems"))
            .add("MemoryReservation", flags.bytes("memory-reservation"))
            .add("MemorySwap", flags.bytes("memory-swap"));
    kernelMemory(changes, flags);
    if (flags.number("pids-limit") != 0) {
      changes.add("PidsLimit", flags.number("pids-limit"));
    }
    ports(changes, "PortBindingsAdd", flags.list("publish-add"));
    ports(changes, "PortBindingsRemove", flags.list("publish-rm"));
    JsonObject policy =
        flags.string("restart").isEmpty()
            ? new JsonObject().add("Name", "").add("MaximumRetryCount", 0)
            : RestartPolicy.parse(flags.string("restart"));
    return changes.add("RestartPolicy", policy);
  }

  /** Of our own engine: Docker's has no such thing. */
  private static void ports(JsonObject changes, String field, List<String> specs) {
    if (!specs.isEmpty()) {
      changes.add(field, new Ports(specs, List.of()).bindings());
    }
  }

  private static long nanoCpus(FlagValues flags) {
    String cpus = flags.string("cpus");
    return cpus.isEmpty() ? 0 : GoValues.parseNanoCpus(cpus);
  }
}
