package dev.stevedore.dockerd.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {
  record Sample(
      @JsonProperty("ID") String id,
      Optional<String> hostName,
      long memorySwap,
      Instant startedAt) {}

  @Test
  void writesNamesAsGoDoesAndLeavesOutWhatIsEmpty() {
    Sample sample = new Sample("x", Optional.empty(), 3, GoTime.ZERO);
    assertThat(new String(Json.bytes(sample), StandardCharsets.UTF_8))
        .isEqualTo("{\"ID\":\"x\",\"MemorySwap\":3,\"StartedAt\":\"0001-01-01T00:00:00Z\"}\n");
  }

  @Test
  void readsNamesInAnyCaseAndSkipsTheUnknown() throws JsonProcessingException {
    Sample sample =
        Json.MAPPER.readValue(
            "{\"id\":\"x\",\"hostname\":\"h\",\"MEMORYSWAP\":5,\"startedAt\":\"2026-01-02T03:04:05.5+01:00\",\"more\":{}}",
            Sample.class);
    assertThat(sample)
        .isEqualTo(new Sample("x", Optional.of("h"), 5, Instant.parse("2026-01-02T02:04:05.5Z")));
  }

  @Test
  void timesHaveNoTrailingZeros() {
    assertThat(GoTime.format(Instant.parse("2026-01-02T03:04:05.123450000Z")))
        .isEqualTo("2026-01-02T03:04:05.12345Z");
    assertThat(GoTime.format(Instant.parse("2026-01-02T03:04:05Z")))
        .isEqualTo("2026-01-02T03:04:05Z");
  }
}
