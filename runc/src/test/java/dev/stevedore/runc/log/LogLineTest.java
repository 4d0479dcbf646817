package dev.stevedore.runc.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogLineTest {
  @Test
  void jsonIsWhatShimsRead() {
    assertThat(LogLine.json(Level.ERROR, "a \"b\"", 0))
        .isEqualTo(
            "{\"level\":\"error\",\"msg\":\"a \\\"b\\\"\",\"time\":\"1970-01-01T00:00:00Z\"}\n");
  }

  @Test
  void textIsALine() {
    assertThat(LogLine.text(Level.WARNING, "a\n\"b\"", 1_000_000_000))
        .isEqualTo("time=\"1970-01-01T00:00:01Z\" level=warning msg=\"a\\n\\\"b\\\"\"\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "2000-02-29T23:59:59Z",
        "2024-12-31T12:00:00.5Z",
        "2026-03-01T00:00:00.000000001Z",
        "2100-02-28T01:02:03Z"
      })
  void timesAreThoseOfTheCalendar(String text) {
    Instant instant = Instant.parse(text);
    long nanos = instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    assertThat(Timestamp.nanos(nanos)).isEqualTo(text);
    assertThat(Timestamp.seconds(nanos)).isEqualTo(text.substring(0, 19) + "Z");
  }
}
