package dev.stevedore.runc.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.eclipsesource.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatsJsonTest {
  private record Texts(Map<String, String> texts) implements CgroupText {
    @Override
    public String text(String controller, String file) {
      return texts.getOrDefault(file, "");
    }

    @Override
    public List<String> files(String controller) {
      return List.copyOf(texts.keySet());
    }
  }

  private static JsonObject data(Map<String, String> texts, boolean unified) {
    JsonObject event = StatsJson.event("c", new Texts(texts), unified);
    assertThat(event.getString("type", "")).isEqualTo("stats");
    assertThat(event.getString("id", "")).isEqualTo("c");
    return event.get("data").asObject();
  }

  @Test
  void versionTwoHasTheNamesOfVersionOne() {
    JsonObject data =
        data(
            Map.of(
                "cpu.stat", "usage_usec 5\nuser_usec 3\nsystem_usec 2\nnr_periods 7\n",
                "memory.max", "max\n",
                "memory.current", "100\n",
                "memory.swap.max", "0\n",
                "memory.stat", "anon 1\nfile 9\n",
                "pids.max", "max\n",
                "pids.current", "4\n",
                "io.stat", "8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0\n",
                "hugetlb.2MB.current", "2097152\n",
                "cpuset.cpus.effective", "0-1,3\n"),
            true);
    assertThat(data.get("cpu").toString())
        .isEqualTo(
            "{\"usage\":{\"total\":5000,\"kernel\":2000,\"user\":3000},\"throttling\":{\"periods\":7}}");
    assertThat(data.get("memory").asObject().get("usage").toString())
        .isEqualTo("{\"limit\":18446744073709551615,\"usage\":100,\"failcnt\":0}");
    assertThat(data.get("memory").asObject().get("raw").toString())
        .isEqualTo("{\"anon\":1,\"file\":9}");
    assertThat(data.get("pids").toString()).isEqualTo("{\"current\":4}");
    assertThat(data.get("blkio").asObject().get("ioServicedRecursive").toString())
        .isEqualTo(
            "[{\"major\":8,\"op\":\"Read\",\"value\":3},{\"major\":8,\"op\":\"Write\",\"value\":4}]");
    assertThat(data.get("hugetlb").toString())
        .isEqualTo("{\"2MB\":{\"usage\":2097152,\"failcnt\":0}}");
    assertThat(data.get("cpuset").asObject().get("cpus").toString()).isEqualTo("[0,1,3]");
  }

  @Test
  void versionOne() {
    JsonObject data =
        data(
            Map.of(
                "cpuacct.usage", "12\n",
                "cpuacct.usage_percpu", "5 7 \n",
                "cpuacct.stat", "user 1\nsystem 2\n",
                "memory.limit_in_bytes", "1000\n",
                "memory.usage_in_bytes", "10\n",
                "memory.max_usage_in_bytes", "20\n",
                "memory.failcnt", "3\n",
                "blkio.throttle.io_serviced_recursive", "8:0 Read 6\n8:0 Total 6\nTotal 6\n"),
            false);
    JsonObject usage = data.get("cpu").asObject().get("usage").asObject();
    assertThat(usage.get("percpu").toString()).isEqualTo("[5,7]");
    assertThat(usage.getLong("user", 0)).isEqualTo(10_000_000);
    assertThat(data.get("memory").asObject().get("usage").toString())
        .isEqualTo("{\"limit\":1000,\"usage\":10,\"max\":20,\"failcnt\":3}");
    assertThat(data.get("blkio").asObject().get("ioServicedRecursive").asArray()).hasSize(2);
  }
}
