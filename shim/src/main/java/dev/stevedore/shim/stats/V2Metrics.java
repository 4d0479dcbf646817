package dev.stevedore.shim.stats;

import dev.stevedore.lib.oci.cgroup.V2MetricNames;
import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import dev.stevedore.shim.Split;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code io.containerd.cgroups.v2.Metrics}, written straight from the files of a v2 cgroup.
 *
 * <pre>
 *   1 pids  2 cpu  4 memory  6 io  7 hugetlb*  8 memory_events
 * </pre>
 */
public final class V2Metrics implements Message {
  /** The type in an Any. */
  public static final String TYPE = V2MetricNames.TYPE;

  /** In the order of their field numbers, from 1 on. */
  private static final List<String> CPU_STAT =
      List.of(
          "usage_usec", "user_usec", "system_usec", "nr_periods", "nr_throttled", "throttled_usec");

  /** In the order of their field numbers, from 1 on. */
  private static final List<String> MEMORY_EVENTS =
      List.of("low", "high", "max", "oom", "oom_kill");

  private final CgroupFiles files;

  public V2Metrics(CgroupFiles files) {
    this.files = files;
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.message(1, this::pids);
    out.message(2, message -> all(message, CPU_STAT, "cpu.stat"));
    out.message(4, this::memory);
    out.message(6, this::io);
    for (String name : files.names("")) {
      if (name.startsWith("hugetlb.") && name.endsWith(".current") && !name.contains("rsvd")) {
        String size = name.substring("hugetlb.".length(), name.length() - ".current".length());
        out.message(7, message -> hugetlb(message, size));
      }
    }
    out.message(8, message -> all(message, MEMORY_EVENTS, "memory.events"));
  }

  private void pids(ProtoWriter out) {
    out.int64(1, number("pids.current"));
    out.int64(2, number("pids.max"));
  }

  private void memory(ProtoWriter out) {
    all(out, V2MetricNames.MEMORY, "memory.stat");
    out.int64(32, number("memory.current"));
    out.int64(33, number("memory.max"));
    out.int64(34, number("memory.swap.current"));
    out.int64(35, number("memory.swap.max"));
  }

  private void hugetlb(ProtoWriter out, String size) {
    out.int64(1, number("hugetlb." + size + ".current"));
    out.int64(2, number("hugetlb." + size + ".max"));
    out.string(3, size);
  }

  /** Lines of {@code major:minor rbytes=N wbytes=N rios=N wios=N …}. */
  private void io(ProtoWriter out) {
    for (String line : Split.lines(files.read("", "io.stat"))) {
      List<String> parts = Split.words(line);
      int colon = parts.getFirst().indexOf(':');
      if (colon > 0) {
        Map<String, Long> values = new HashMap<>();
        for (String part : parts) {
          int equals = part.indexOf('=');
          if (equals > 0) {
            values.put(part.substring(0, equals), StatText.number(part.substring(equals + 1)));
          }
        }
        out.message(
            1,
            entry -> {
              entry.int64(1, StatText.number(parts.getFirst().substring(0, colon)));
              entry.int64(2, StatText.number(parts.getFirst().substring(colon + 1)));
              entry.int64(3, StatText.of(values, "rbytes"));
              entry.int64(4, StatText.of(values, "wbytes"));
              entry.int64(5, StatText.of(values, "rios"));
              entry.int64(6, StatText.of(values, "wios"));
            });
      }
    }
  }

  private void all(ProtoWriter out, List<String> keys, String name) {
    Map<String, Long> values = StatText.flat(files.read("", name));
    for (int i = 0; i < keys.size(); i++) {
      out.int64(i + 1, StatText.of(values, keys.get(i)));
    }
  }

  private long number(String name) {
    return StatText.number(files.read("", name));
  }
}
