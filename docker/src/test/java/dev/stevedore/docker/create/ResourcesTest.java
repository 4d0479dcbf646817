package dev.stevedore.docker.create;

import static org.assertj.core.api.Assertions.assertThat;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.flags.FlagParser;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The body of an update call. */
class ResourcesTest {
  private static JsonObject changes(String... words) {
    return Resources.changes(FlagParser.parse(ContainerFlags.updatable(), List.of(words), true));
  }

  @Test
  void whatIsNotGivenIsZeroWhichMeansNoChange() {
    JsonObject body = changes("-m", "64m", "--cpus", "1.5", "c");
    assertThat(body.get("Memory").asLong()).isEqualTo(64 << 20);
    assertThat(body.get("NanoCpus").asLong()).isEqualTo(1_500_000_000L);
    assertThat(body.get("MemorySwap").asLong()).isZero();
    assertThat(body.get("CpusetCpus").asString()).isEmpty();
    assertThat(body.get("PidsLimit")).isNull();
    assertThat(body.get("KernelMemory")).isNull();
    assertThat(body.get("RestartPolicy"))
        .isEqualTo(Json.parse("{\"Name\":\"\",\"MaximumRetryCount\":0}"));
  }

  @Test
  void unlimitedIsMinusOneAndKernelMemoryIsForTheDaemonToRefuse() {
    JsonObject body =
        changes(
            "--memory-swap",
            "-1",
            "--pids-limit",
            "-1",
            "--kernel-memory",
            "8m",
            "--restart",
            "on-failure:3",
            "c");
    assertThat(body.get("MemorySwap").asLong()).isEqualTo(-1);
    assertThat(body.get("PidsLimit").asLong()).isEqualTo(-1);
    assertThat(body.get("KernelMemory").asLong()).isEqualTo(8 << 20);
    assertThat(body.get("RestartPolicy"))
        .isEqualTo(Json.parse("{\"Name\":\"on-failure\",\"MaximumRetryCount\":3}"));
    assertThat(changes("--pids-limit", "0", "c").get("PidsLimit")).isNull();
  }
}
