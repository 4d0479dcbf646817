package dev.stevedore.shim.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class MetricsTest {
  private static final Map<String, String> V1 =
      Map.ofEntries(
          Map.entry("pids/pids.current", "3\n"),
          Map.entry("pids/pids.max", "max\n"),
          Map.entry("cpuacct/cpuacct.usage", "1234567\n"),
          Map.entry("cpuacct/cpuacct.stat", "user 7\nsystem 5\n"),
          Map.entry("cpuacct/cpuacct.usage_percpu", "1 2 3 \n"),
          Map.entry("cpu/cpu.stat", "nr_periods 10\nnr_throttled 4\nthrottled_time 99\n"),
          Map.entry("memory/memory.stat", "cache 11\nrss 22\ntotal_unevictable 33\n"),
          Map.entry("memory/memory.usage_in_bytes", "4096\n"),
          Map.entry("memory/memory.limit_in_bytes", "9223372036854771712\n"),
          Map.entry("memory/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n"),
          Map.entry("hugetlb/hugetlb.2MB.usage_in_bytes", "8\n"),
          Map.entry(
              "blkio/blkio.throttle.io_service_bytes_recursive", "8:0 Read 512\nTotal 512\n"));

  private static final Map<String, String> V2 =
      Map.of(
          "pids.current", "3\n",
          "pids.max", "100\n",
          "cpu.stat", "usage_usec 5\nuser_usec 3\nsystem_usec 2\n",
          "memory.stat", "anon 1\nthp_collapse_alloc 9\n",
          "memory.current", "4096\n",
          "memory.max", "max\n",
          "memory.events", "low 0\noom_kill 1\n",
          "io.stat", "8:16 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0\n");

  private static final List<String> V1_MESSAGES =
      List.of("3.1", "3.2", "4.33", "4.34", "4.35", "4.36", "5.1", "5.2");
  private static final List<String> V2_MESSAGES = List.of("6.1");

  /** Names, and the packed list of usage by CPU. */
  private static final List<String> TEXTS = List.of("1.4", "3.1.4", "5.1.1");

  @Test
  void v1HasContainerdsFieldNumbers() {
    Map<String, Long> got = fields("", new V1Metrics(files(V1)).encode(), V1_MESSAGES);

    assertThat(got)
        .containsEntry("1.1", 8L)
        .containsEntry("2.1", 3L)
        .doesNotContainKey("2.2")
        .containsEntry("3.1.1", 1234567L)
        .containsEntry("3.1.2", 50_000_000L)
        .containsEntry("3.1.3", 70_000_000L)
        .containsEntry("3.2.3", 99L)
        .containsEntry("4.1", 11L)
        .containsEntry("4.2", 22L)
        .containsEntry("4.32", 33L)
        .containsEntry("4.33.1", 9223372036854771712L)
        .containsEntry("4.33.2", 4096L)
        .containsEntry("5.1.3", 8L)
        .containsEntry("5.1.5", 512L)
        .containsEntry("9.3", 2L);
  }

  @Test
  void v2HasContainerdsFieldNumbers() {
    Map<String, Long> got = fields("", new V2Metrics(files(V2)).encode(), V2_MESSAGES);

    assertThat(got)
        .containsEntry("1.2", 100L)
        .containsEntry("2.1", 5L)
        .containsEntry("4.1", 1L)
        .containsEntry("4.31", 9L)
        .containsEntry("4.32", 4096L)
        .containsEntry("4.33", -1L)
        .containsEntry("6.1.1", 8L)
        .containsEntry("6.1.2", 16L)
        .containsEntry("6.1.6", 4L)
        .containsEntry("8.5", 1L);
  }

  @Test
  void nothingToReadIsNoError() {
    assertThat(fields("", new V1Metrics(files(Map.of())).encode(), V1_MESSAGES)).isEmpty();
    assertThat(fields("", new V2Metrics(files(Map.of())).encode(), V2_MESSAGES)).isEmpty();
  }

  @Test
  void procCgroupIsReadOnHybridMachines() {
    ProcCgroup got =
        ProcCgroup.parse("5:cpu,cpuacct:/docker/a\n1:name=systemd:/x\n2:pids:/\n0::/unified\n");

    assertThat(got.directory("cpuacct")).contains("/sys/fs/cgroup/cpuacct/docker/a");
    assertThat(got.directory("pids")).contains("/sys/fs/cgroup/pids");
    assertThat(got.directory("memory")).isEmpty();
    assertThat(got.v2()).isEqualTo("/unified");
  }

  private static CgroupFiles files(Map<String, String> texts) {
    return new CgroupFiles() {
      @Override
      public String read(String controller, String name) {
        return texts.getOrDefault(controller.isEmpty() ? name : controller + "/" + name, "");
      }

      @Override
      public List<String> names(String controller) {
        return controller.equals("hugetlb") && !texts.isEmpty()
            ? List.of("hugetlb.2MB.usage_in_bytes", "hugetlb.2MB.rsvd.usage_in_bytes")
            : List.of();
      }

      @Override
      public String blockDevice(long major, long minor) {
        return "";
      }
    };
  }

  /** Numbers by their path of field numbers. */
  private static Map<String, Long> fields(String prefix, byte[] bytes, List<String> messages) {
    Map<String, Long> out = new TreeMap<>();
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      String path = prefix + in.field();
      if (path.length() == 1 || messages.contains(path)) {
        out.putAll(fields(path + ".", in.bytes(), messages));
      } else if (TEXTS.contains(path)) {
        in.skip();
      } else {
        out.put(path, in.int64());
      }
    }
    return out;
  }
}
