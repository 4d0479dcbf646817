package dev.stevedore.runc.cgroup;

import dev.stevedore.lib.oci.runtime.resources.BlockIo;
import dev.stevedore.lib.oci.runtime.resources.Cpu;
import dev.stevedore.lib.oci.runtime.resources.DeviceRule;
import dev.stevedore.lib.oci.runtime.resources.NetworkLimits;
import dev.stevedore.lib.oci.runtime.resources.Rdma;
import dev.stevedore.lib.oci.runtime.resources.Resources;
import dev.stevedore.lib.oci.runtime.resources.ThrottleDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the limits of config.json are in the files of cgroup v1. Memory is apart, in {@link
 * V1Memory}: its order depends on what is set already.
 */
final class V1Limits {
  private V1Limits() {}

  /** What to write, in this order. */
  static List<Setting> of(Resources resources) {
    Settings settings = new Settings();
    resources.cpu().ifPresent(cpu -> cpu(cpu, settings));
    resources
        .pids()
        .flatMap(pids -> pids.limit().stream().boxed().findFirst())
        .ifPresent(limit -> settings.add("pids", "pids.max", limit > 0 ? "" + limit : "max"));
    resources.blockIo().ifPresent(io -> blockIo(io, settings));
    resources
        .hugepageLimits()
        .forEach(
            limit ->
                settings.add(
                    "hugetlb",
                    "hugetlb." + limit.pageSize() + ".limit_in_bytes",
                    Long.toUnsignedString(limit.limit())));
    resources.network().ifPresent(network -> network(network, settings));
    resources
        .rdma()
        .forEach((device, limit) -> settings.add("rdma", "rdma.max", rdma(device, limit)));
    return settings.list;
  }

  /** The lines for devices.deny and devices.allow; everything is denied before the first. */
  static List<Setting> devices(List<DeviceRule> rules) {
    Settings settings = new Settings();
    settings.add("devices", "devices.deny", "a");
    for (DeviceRule rule : rules) {
      if (DeviceRules.isForAll(rule)) {
        if (rule.allow()) {
          settings.add("devices", "devices.allow", "a");
        }
        continue;
      }
      String line =
          number(rule.major()) + ":" + number(rule.minor()) + " " + DeviceRules.access(rule);
      String file = rule.allow() ? "devices.allow" : "devices.deny";
      if (rule.type().isEmpty() || rule.type().equals("a")) {
        settings.add("devices", file, "b " + line);
        settings.add("devices", file, "c " + line);
      } else {
        settings.add("devices", file, rule.type() + " " + line);
      }
    }
    return settings.list;
  }

  /** A line of rdma.max, the same in v1 and v2. */
  static String rdma(String device, Rdma limit) {
    return device
        + limit.hcaHandles().stream().mapToObj(n -> " hca_handle=" + n).findFirst().orElse("")
        + limit.hcaObjects().stream().mapToObj(n -> " hca_object=" + n).findFirst().orElse("");
  }

  private static void cpu(Cpu cpu, Settings settings) {
    if (!cpu.cpus().isEmpty()) {
      settings.add("cpuset", "cpuset.cpus", cpu.cpus());
    }
    if (!cpu.mems().isEmpty()) {
      settings.add("cpuset", "cpuset.mems", cpu.mems());
    }
    settings.addUnlessZero("cpu", "cpu.shares", cpu.shares());
    settings.addUnlessZero("cpu", "cpu.cfs_period_us", cpu.period());
    settings.addUnlessZero("cpu", "cpu.cfs_quota_us", cpu.quota());
    settings.addUnlessZero("cpu", "cpu.cfs_burst_us", cpu.burst());
    settings.addUnlessZero("cpu", "cpu.rt_period_us", cpu.realtimePeriod());
    settings.addUnlessZero("cpu", "cpu.rt_runtime_us", cpu.realtimeRuntime());
    cpu.idle().ifPresent(idle -> settings.add("cpu", "cpu.idle", Long.toString(idle)));
  }

  private static void blockIo(BlockIo io, Settings settings) {
    settings.addUnlessZero("blkio", "blkio.weight", io.weight());
    settings.addUnlessZero("blkio", "blkio.leaf_weight", io.leafWeight());
    io.weightDevice()
        .forEach(
            device -> {
              String prefix = device.major() + ":" + device.minor() + " ";
              device
                  .weight()
                  .ifPresent(w -> settings.add("blkio", "blkio.weight_device", prefix + w));
              device
                  .leafWeight()
                  .ifPresent(w -> settings.add("blkio", "blkio.leaf_weight_device", prefix + w));
            });
    throttle(io.throttleReadBpsDevice(), "blkio.throttle.read_bps_device", settings);
    throttle(io.throttleWriteBpsDevice(), "blkio.throttle.write_bps_device", settings);
    throttle(io.throttleReadIopsDevice(), "blkio.throttle.read_iops_device", settings);
    throttle(io.throttleWriteIopsDevice(), "blkio.throttle.write_iops_device", settings);
  }

  private static void throttle(List<ThrottleDevice> devices, String file, Settings settings) {
    for (ThrottleDevice device : devices) {
      settings.add(
          "blkio",
          file,
          device.major() + ":" + device.minor() + " " + Long.toUnsignedString(device.rate()));
    }
  }

  private static void network(NetworkLimits network, Settings settings) {
    settings.addUnlessZero("net_cls", "net_cls.classid", network.classId());
    network
        .priorities()
        .forEach(
            p -> settings.add("net_prio", "net_prio.ifpriomap", p.name() + " " + p.priority()));
  }

  private static String number(OptionalLong number) {
    return DeviceRules.isAny(number) ? "*" : Long.toString(number.orElseThrow());
  }

  private static final class Settings {
    final List<Setting> list = new ArrayList<>();

    void add(String controller, String file, String value) {
      list.add(new Setting(controller, file, value));
    }

    /** As in Go, where 0 stands for "not set". */
    void addUnlessZero(String controller, String file, OptionalLong value) {
      if (value.orElse(0) != 0) {
        add(controller, file, Long.toString(value.getAsLong()));
      }
    }
  }
}
