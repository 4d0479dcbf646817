package dev.stevedore.runc.systemd;

import dev.stevedore.lib.oci.runtime.resources.BlockIo;
import dev.stevedore.lib.oci.runtime.resources.Cpu;
import dev.stevedore.lib.oci.runtime.resources.Memory;
import dev.stevedore.lib.oci.runtime.resources.Resources;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.dbus.DbusValue;
import dev.stevedore.runc.process.NumberList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Limits as properties of a unit. systemd writes what it knows of to the cgroup again whenever it
 * reloads, so it must know what is set there; limits that it has no property for are in the
 * cgroup's files alone.
 */
final class ResourceProperties {
  private static final long INFINITE = -1;
  private static final long DEFAULT_PERIOD = 100_000;
  private static final long SECOND = 1_000_000;
  private static final long ONE_PERCENT = 10_000;
  private static final int SINCE_CPU_PERIOD = 242;
  private static final int SINCE_CPUSET = 244;
  private static final int SINCE_CPU_IDLE = 252;

  private final List<Property> properties = new ArrayList<>();
  private final int version;

  private ResourceProperties(int version) {
    this.version = version;
  }

  /**
   * For cgroup v2.
   *
   * @param weight what {@code cpu.shares} is as {@code cpu.weight}, 0 for "not set"
   * @param swap what {@code memory.swap} is as {@code memory.swap.max}, 0 for "not set"
   * @param version of systemd
   */
  static List<Property> unified(Resources resources, long weight, long swap, int version) {
    ResourceProperties properties = new ResourceProperties(version);
    resources.memory().ifPresent(memory -> properties.memory(memory, swap));
    resources.cpu().ifPresent(cpu -> properties.cpu(cpu, weight));
    properties.tasks(resources);
    resources.unified().forEach(properties::unified);
    return properties.properties;
  }

  /** For cgroup v1. */
  static List<Property> legacy(Resources resources, int version) {
    ResourceProperties properties = new ResourceProperties(version);
    resources
        .memory()
        .ifPresent(memory -> properties.unlessZero("MemoryLimit", memory.limit().orElse(0)));
    resources
        .cpu()
        .ifPresent(
            cpu -> {
              properties.unlessZero("CPUShares", cpu.shares().orElse(0));
              properties.quota(cpu.quota().orElse(0), cpu.period().orElse(0));
              properties.cpuset("AllowedCPUs", cpu.cpus());
              properties.cpuset("AllowedMemoryNodes", cpu.mems());
            });
    resources
        .blockIo()
        .flatMap(ResourceProperties::weight)
        .ifPresent(weight -> properties.unlessZero("BlockIOWeight", weight));
    properties.tasks(resources);
    return properties.properties;
  }

  private static Optional<Long> weight(BlockIo io) {
    return io.weight().stream().boxed().findFirst();
  }

  private void memory(Memory memory, long swap) {
    unlessZero("MemoryMax", memory.limit().orElse(0));
    unlessZero("MemoryLow", memory.reservation().orElse(0));
    unlessZero("MemorySwapMax", swap);
  }

  private void cpu(Cpu cpu, long weight) {
    if (cpu.idle().orElse(0) == 1 && version >= SINCE_CPU_IDLE) {
      // Zero is how cpu.idle is said.
      properties.add(Property.of("CPUWeight", 0));
    } else {
      unlessZero("CPUWeight", weight);
    }
    quota(cpu.quota().orElse(0), cpu.period().orElse(0));
    cpuset("AllowedCPUs", cpu.cpus());
    cpuset("AllowedMemoryNodes", cpu.mems());
  }

  /** systemd counts time of CPU for each second, in whole percents. */
  private void quota(long quota, long period) {
    if (period != 0 && version >= SINCE_CPU_PERIOD) {
      properties.add(Property.of("CPUQuotaPeriodUSec", period));
    }
    if (quota == 0 && period == 0) {
      return;
    }
    long perSecond = INFINITE;
    if (quota > 0) {
      perSecond = quota * SECOND / (period == 0 ? DEFAULT_PERIOD : period);
      perSecond = (perSecond + ONE_PERCENT - 1) / ONE_PERCENT * ONE_PERCENT;
    }
    properties.add(Property.of("CPUQuotaPerSecUSec", perSecond));
  }

  private void tasks(Resources resources) {
    long limit =
        resources.pids().flatMap(pids -> pids.limit().stream().boxed().findFirst()).orElse(0L);
    if (limit > 0 || limit == -1) {
      properties.add(Property.of("TasksMax", limit));
    }
  }

  private void unified(String file, String text) {
    String value = text.trim();
    switch (file) {
      case "memory.max" -> properties.add(Property.of("MemoryMax", size(file, value)));
      case "memory.high" -> properties.add(Property.of("MemoryHigh", size(file, value)));
      case "memory.low" -> properties.add(Property.of("MemoryLow", size(file, value)));
      case "memory.min" -> properties.add(Property.of("MemoryMin", size(file, value)));
      case "memory.swap.max" -> properties.add(Property.of("MemorySwapMax", size(file, value)));
      case "pids.max" -> properties.add(Property.of("TasksMax", size(file, value)));
      case "cpu.weight" -> properties.add(Property.of("CPUWeight", size(file, value)));
      case "cpu.max" -> {
        String[] parts = value.split(" +");
        long period = parts.length > 1 ? size(file, parts[1]) : DEFAULT_PERIOD;
        quota(parts[0].equals("max") ? 0 : size(file, parts[0]), period);
      }
      case "cpuset.cpus" -> cpuset("AllowedCPUs", value);
      case "cpuset.mems" -> cpuset("AllowedMemoryNodes", value);
      default -> {
        // The cgroup's file alone.
      }
    }
  }

  private static long size(String file, String value) {
    try {
      return value.equals("max") ? INFINITE : Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new RuncException("unified resource \"" + file + "\" value conversion error: " + value);
    }
  }

  /** A bit for each, the first byte has the lowest. */
  private void cpuset(String name, String list) {
    if (list.isEmpty() || version < SINCE_CPUSET) {
      return;
    }
    List<Integer> numbers;
    try {
      numbers = NumberList.parse(list);
    } catch (IllegalArgumentException e) {
      throw new RuncException(name + "=" + list + " conversion error: " + e.getMessage());
    }
    int most = numbers.stream().mapToInt(Integer::intValue).max().orElse(0);
    List<DbusValue> bytes = new ArrayList<>();
    for (int i = 0; i <= most / 8; i++) {
      int bits = 0;
      for (int number : numbers) {
        bits |= number / 8 == i ? 1 << number % 8 : 0;
      }
      bytes.add(new DbusValue.Byte8(bits));
    }
    properties.add(new Property(name, new DbusValue.Array("y", bytes)));
  }

  private void unlessZero(String name, long value) {
    if (value != 0) {
      properties.add(Property.of(name, value));
    }
  }
}
