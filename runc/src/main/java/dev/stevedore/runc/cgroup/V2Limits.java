package dev.stevedore.runc.cgroup;

import dev.stevedore.lib.oci.runtime.resources.BlockIo;
import dev.stevedore.lib.oci.runtime.resources.Cpu;
import dev.stevedore.lib.oci.runtime.resources.Memory;
import dev.stevedore.lib.oci.runtime.resources.Resources;
import dev.stevedore.lib.oci.runtime.resources.ThrottleDevice;
import dev.stevedore.runc.RuncException;
import java.util.ArrayList;
import java.util.List;

/** What the limits of config.json are in the files of cgroup v2. */
final class V2Limits {
  private static final long MAX_V1_SHARES = 262_144;
  private static final long DEFAULT_PERIOD = 100_000;

  private V2Limits() {}

  /** What to write, in this order. */
  static List<Setting> of(Resources resources) {
    List<Setting> settings = new ArrayList<>();
    resources.memory().ifPresent(memory -> memory(memory, settings));
    resources.cpu().ifPresent(cpu -> cpu(cpu, settings));
    resources
        .pids()
        .flatMap(pids -> pids.limit().stream().boxed().findFirst())
        .ifPresent(limit -> add(settings, "pids.max", limit > 0 ? "" + limit : "max"));
    resources.blockIo().ifPresent(io -> blockIo(io, settings));
    resources
        .hugepageLimits()
        .forEach(
            limit ->
                add(
                    settings,
                    "hugetlb." + limit.pageSize() + ".max",
                    Long.toUnsignedString(limit.limit())));
    resources
        .rdma()
        .forEach((device, limit) -> add(settings, "rdma.max", V1Limits.rdma(device, limit)));
    resources
        .unified()
        .forEach(
            (file, value) -> {
              if (file.contains("/")) {
                throw new RuncException("unified resource \"" + file + "\" must be a file name");
              }
              if (file.indexOf('.') <= 0) {
                throw new RuncException(
                    "unified resource: the specified key has not the form CONTROLLER.VALUE `"
                        + file
                        + "`");
              }
              add(settings, file, value);
            });
    return settings;
  }

  /** What {@code cpu.shares} is as {@code cpu.weight}, 0 for "not set". */
  static long weight(Resources resources) {
    return resources.cpu().map(cpu -> weight(cpu.shares().orElse(0))).orElse(0L);
  }

  /** What {@code memory.swap} is as {@code memory.swap.max}, 0 for "not set". */
  static long swap(Resources resources) {
    return resources
        .memory()
        .filter(memory -> memory.swap().orElse(0) != 0 || memory.limit().orElse(0) == -1)
        .map(memory -> swapAlone(memory.limit().orElse(0), memory.swap().orElse(0)))
        .orElse(0L);
  }

  /**
   * cpu.weight for v1's cpu.shares: the curve through (2, 1), (1024, 100) and (262144, 10000).
   *
   * @return 1 to 10000, or 0 for "not set"
   */
  static long weight(long shares) {
    if (shares == 0) {
      return 0;
    }
    if (shares <= 2) {
      return 1;
    }
    if (shares >= MAX_V1_SHARES) {
      return 10_000;
    }
    double log = Math.log((double) shares) / Math.log(2);
    return (long) Math.ceil(Math.pow(10, (log * log + 125 * log) / 612.0 - 7.0 / 34.0));
  }

  private static void memory(Memory memory, List<Setting> settings) {
    long limit = memory.limit().orElse(0);
    long both = memory.swap().orElse(0);
    if (both != 0 || limit == -1) {
      add(settings, "memory.swap.max", bytes(swapAlone(limit, both)));
    }
    if (limit != 0) {
      add(settings, "memory.max", bytes(limit));
    }
    long reservation = memory.reservation().orElse(0);
    if (reservation != 0) {
      add(settings, "memory.low", bytes(reservation));
    }
  }

  /** Version 1 counts memory and swap together, version 2 swap alone. */
  private static long swapAlone(long limit, long both) {
    if (both == -1 || (limit == -1 && both == 0)) {
      return -1;
    }
    if (limit == -1) {
      return both;
    }
    if (limit == 0) {
      throw new RuncException("unable to set swap limit without memory limit");
    }
    if (both < limit) {
      throw new RuncException("memory+swap limit should be >= memory limit");
    }
    return both - limit;
  }

  private static void cpu(Cpu cpu, List<Setting> settings) {
    cpu.idle().ifPresent(idle -> add(settings, "cpu.idle", Long.toString(idle)));
    long weight = weight(cpu.shares().orElse(0));
    if (weight != 0 && cpu.idle().orElse(0) == 0) {
      add(settings, "cpu.weight", Long.toString(weight));
    }
    long quota = cpu.quota().orElse(0);
    long period = cpu.period().orElse(0);
    if (quota != 0 || period != 0) {
      add(
          settings,
          "cpu.max",
          (quota > 0 ? Long.toString(quota) : "max")
              + " "
              + (period == 0 ? DEFAULT_PERIOD : period));
    }
    cpu.burst().ifPresent(burst -> add(settings, "cpu.max.burst", Long.toString(burst)));
    if (!cpu.cpus().isEmpty()) {
      add(settings, "cpuset.cpus", cpu.cpus());
    }
    if (!cpu.mems().isEmpty()) {
      add(settings, "cpuset.mems", cpu.mems());
    }
  }

  private static void blockIo(BlockIo io, List<Setting> settings) {
    long weight = io.weight().orElse(0);
    if (weight != 0) {
      // From 10..1000 to 1..10000.
      add(settings, "io.weight", Long.toString(1 + (weight - 10) * 9999 / 990));
    }
    throttle(io.throttleReadBpsDevice(), "rbps", settings);
    throttle(io.throttleWriteBpsDevice(), "wbps", settings);
    throttle(io.throttleReadIopsDevice(), "riops", settings);
    throttle(io.throttleWriteIopsDevice(), "wiops", settings);
  }

  private static void throttle(List<ThrottleDevice> devices, String key, List<Setting> settings) {
    for (ThrottleDevice device : devices) {
      add(
          settings,
          "io.max",
          device.major()
              + ":"
              + device.minor()
              + " "
              + key
              + "="
              + Long.toUnsignedString(device.rate()));
    }
  }

  private static String bytes(long number) {
    return number < 0 ? "max" : Long.toString(number);
  }

  /** The controller is what comes before the first dot of the file's name. */
  private static void add(List<Setting> settings, String file, String value) {
    int dot = file.indexOf('.');
    settings.add(new Setting(dot < 0 ? file : file.substring(0, dot), file, value));
  }
}
