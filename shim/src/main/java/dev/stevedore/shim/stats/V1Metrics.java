package dev.stevedore.shim.stats;

import dev.stevedore.lib.oci.cgroup.V1MetricNames;
import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import dev.stevedore.shim.Split;
import java.util.List;
import java.util.Map;

/**
 * {@code io.containerd.cgroups.v1.Metrics}, written straight from the files of the v1 controllers.
 *
 * <pre>
 *   1 hugetlb*  2 pids  3 cpu { 1 usage 2 throttling }  4 memory  5 blkio  9 memory_oom_control
 * </pre>
 */
public final class V1Metrics implements Message {
  /** The type in an Any. */
  public static final String TYPE = V1MetricNames.TYPE;

  /** Prefixes of the files about a kind of memory, from field 33 on. */
  private static final List<String> MEMORY_KINDS =
      List.of("memory.", "memory.memsw.", "memory.kmem.", "memory.kmem.tcp.");

  /** USER_HZ: what the kernel counts user and system time in, see times(2). */
  private static final long NANOS_PER_TICK = 1_000_000_000L / 100;

  private final CgroupFiles files;

  public V1Metrics(CgroupFiles files) {
    this.files = files;
  }

  @Override
  public void writeTo(ProtoWriter out) {
    for (String name : files.names("hugetlb")) {
      if (name.startsWith("hugetlb.")
          && name.endsWith(".usage_in_bytes")
          && !name.contains("rsvd")) {
        String size =
            name.substring("hugetlb.".length(), name.length() - ".usage_in_bytes".length());
        out.message(1, message -> hugetlb(message, size));
      }
    }
    out.message(2, this::pids);
    out.message(3, this::cpu);
    out.message(4, this::memory);
    out.message(5, this::blkio);
    out.message(9, this::oomControl);
  }

  private void hugetlb(ProtoWriter out, String size) {
    out.int64(1, number("hugetlb", "hugetlb." + size + ".usage_in_bytes"));
    out.int64(2, number("hugetlb", "hugetlb." + size + ".max_usage_in_bytes"));
    out.int64(3, number("hugetlb", "hugetlb." + size + ".failcnt"));
    out.string(4, size);
  }

  private void pids(ProtoWriter out) {
    out.int64(1, number("pids", "pids.current"));
    long limit = number("pids", "pids.max");
    out.int64(2, limit == -1 ? 0 : limit); // no limit is 0 here
  }

  private void cpu(ProtoWriter out) {
    out.message(1, this::cpuUsage);
    out.message(2, this::throttling);
  }

  private void cpuUsage(ProtoWriter out) {
    Map<String, Long> stat = StatText.flat(files.read("cpuacct", "cpuacct.stat"));
    out.int64(1, number("cpuacct", "cpuacct.usage"));
    out.int64(2, StatText.of(stat, "system") * NANOS_PER_TICK);
    out.int64(3, StatText.of(stat, "user") * NANOS_PER_TICK);
    out.packed(4, StatText.list(files.read("cpuacct", "cpuacct.usage_percpu")));
  }

  private void throttling(ProtoWriter out) {
    Map<String, Long> stat = StatText.flat(files.read("cpu", "cpu.stat"));
    out.int64(1, StatText.of(stat, "nr_periods"));
    out.int64(2, StatText.of(stat, "nr_throttled"));
    out.int64(3, StatText.of(stat, "throttled_time"));
  }

  private void memory(ProtoWriter out) {
    Map<String, Long> stat = StatText.flat(files.read("memory", "memory.stat"));
    for (int i = 0; i < V1MetricNames.MEMORY.size(); i++) {
      out.int64(i + 1, StatText.of(stat, V1MetricNames.MEMORY.get(i)));
    }
    for (int i = 0; i < MEMORY_KINDS.size(); i++) {
      String prefix = MEMORY_KINDS.get(i);
      if (!files.read("memory", prefix + "usage_in_bytes").isEmpty()) {
        out.message(V1MetricNames.MEMORY.size() + 1 + i, message -> memoryEntry(message, prefix));
      }
    }
  }

  private void memoryEntry(ProtoWriter out, String prefix) {
    out.int64(1, number("memory", prefix + "limit_in_bytes"));
    out.int64(2, number("memory", prefix + "usage_in_bytes"));
    out.int64(3, number("memory", prefix + "max_usage_in_bytes"));
    out.int64(4, number("memory", prefix + "failcnt"));
  }

  private void oomControl(ProtoWriter out) {
    Map<String, Long> control = StatText.flat(files.read("memory", "memory.oom_control"));
    out.int64(1, StatText.of(control, "oom_kill_disable"));
    out.int64(2, StatText.of(control, "under_oom"));
    out.int64(3, StatText.of(control, "oom_kill"));
  }

  private void blkio(ProtoWriter out) {
    entries(out, 1, "blkio.throttle.io_service_bytes");
    entries(out, 2, "blkio.throttle.io_serviced");
  }

  /** Lines of {@code major:minor operation value}; a line without a device is a sum. */
  private void entries(ProtoWriter out, int field, String name) {
    String recursive = files.read("blkio", name + "_recursive");
    String text = recursive.isEmpty() ? files.read("blkio", name) : recursive;
    for (String line : Split.lines(text)) {
      List<String> parts = Split.words(line);
      int colon = parts.getFirst().indexOf(':');
      if (parts.size() == 3 && colon > 0) {
        long major = StatText.number(parts.getFirst().substring(0, colon));
        long minor = StatText.number(parts.getFirst().substring(colon + 1));
        out.message(
            field,
            entry -> {
              entry.string(1, parts.get(1));
              entry.string(2, files.blockDevice(major, minor));
              entry.int64(3, major);
              entry.int64(4, minor);
              entry.int64(5, StatText.number(parts.get(2)));
            });
      }
    }
  }

  private long number(String controller, String name) {
    return StatText.number(files.read(controller, name));
  }
}
