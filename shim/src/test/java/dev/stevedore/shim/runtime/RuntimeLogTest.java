package dev.stevedore.shim.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RuntimeLogTest {
  @Test
  void theLastErrorCounts() {
    String log =
        """
        {"level":"error","msg":"first","time":"2026-11-23T21:00:00Z"}
        {"level":"warning","msg":"not this","time":"2026-11-23T21:00:01Z"}
        {"level":"error","msg":"exec: \\"x\\": not found\\n","time":"2026-11-23T21:00:02Z"}
        {"level":"debug","msg":"nor this"}
        """;

    assertThat(RuntimeLog.lastError(log)).isEqualTo("exec: \"x\": not found");
  }

  @Test
  void brokenLinesArePassedOver() {
    assertThat(RuntimeLog.lastError("{\"level\":\"error\",\"msg\":\"kept\"}\n{\"level\":\"err"))
        .isEqualTo("kept");
    assertThat(RuntimeLog.lastError("[]\n7\n{\"level\":1}\n")).isEmpty();
    assertThat(RuntimeLog.lastError("")).isEmpty();
  }

  @Test
  void pidsAreReadFromJson() {
    assertThat(OciRuntime.pids("[1, 22,333]\n")).contains(List.of(1, 22, 333));
    assertThat(OciRuntime.pids("null")).contains(List.of());
    assertThat(OciRuntime.pids("PID\n1\n")).isEmpty();
    assertThat(OciRuntime.pids("[\"a\"]")).isEmpty();
  }
}
