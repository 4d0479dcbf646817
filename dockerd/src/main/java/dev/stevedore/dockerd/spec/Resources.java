package dev.stevedore.dockerd.spec;

import dev.stevedore.dockerd.container.config.HostConfig;
import dev.stevedore.dockerd.container.config.JsonObjectView;
import dev.stevedore.lib.oci.runtime.resources.BlockIo;
import dev.stevedore.lib.oci.runtime.resources.Cpu;
import dev.stevedore.lib.oci.runtime.resources.DeviceRule;
import dev.stevedore.lib.oci.runtime.resources.Memory;
import dev.stevedore.lib.oci.runtime.resources.Pids;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Limits of memory, CPU, processes and block devices. */
final class Resources {
  private static final long NANOS_PER_CPU = 1_000_000_000L;

  /** The period that --cpus is counted in, in microseconds. */
  private static final long CPU_PERIOD = 100_000;

  private Resources() {}

  static dev.stevedore.lib.oci.runtime.resources.Resources of(
      HostConfig host, List<DeviceRule> devices) {
    JsonObjectView view = host.view();
    var builder =
        dev.stevedore.lib.oci.runtime.resources.Resources.builder()
            .devices(devices)
            .memory(memory(view))
            .cpu(cpu(view));
    view.optionalNumber("PidsLimit")
        .ifPresent(limit -> builder.pids(new Pids(OptionalLong.of(limit <= 0 ? -1 : limit))));
    BlockIo blockIo = BlockDevices.limits(view);
    if (!blockIo.equals(BlockIo.builder().build())) {
      builder.blockIo(blockIo);
    }
    return builder.build();
  }

  private static Memory memory(JsonObjectView view) {
    Memory.Builder memory = Memory.builder();
    long limit = view.number("Memory");
    if (limit > 0) {
      memory.limit(limit);
    }
    if (view.number("MemoryReservation") > 0) {
      memory.reservation(view.number("MemoryReservation"));
    }
    long swap = view.number("MemorySwap");
    if (swap != 0) {
      memory.swap(swap);
    }
    Optional<Long> swappiness = view.optionalNumber("MemorySwappiness");
    swappiness.filter(value -> value >= 0).ifPresent(memory::swappiness);
    if (view.bool("OomKillDisable")) {
      memory.disableOomKiller(true);
    }
    return memory.build();
  }

  private static Cpu cpu(JsonObjectView view) {
    Cpu.Builder cpu = Cpu.builder();
    if (view.number("CpuShares") > 0) {
      cpu.shares(view.number("CpuShares"));
    }
    long nano = view.number("NanoCpus");
    if (nano > 0) {
      cpu.period(CPU_PERIOD).quota(Math.multiplyExact(nano, CPU_PERIOD) / NANOS_PER_CPU);
    }
    if (view.number("CpuPeriod") > 0) {
      cpu.period(view.number("CpuPeriod"));
    }
    if (view.number("CpuQuota") != 0) {
      cpu.quota(view.number("CpuQuota"));
    }
    if (view.number("CpuRealtimePeriod") > 0) {
      cpu.realtimePeriod(view.number("CpuRealtimePeriod"));
    }
    if (view.number("CpuRealtimeRuntime") > 0) {
      cpu.realtimeRuntime(view.number("CpuRealtimeRuntime"));
    }
    return cpu.cpus(view.string("CpusetCpus")).mems(view.string("CpusetMems")).build();
  }
}
