package dev.stevedore.lib.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonLayoutTest {
  private static String line(String message, @Nullable Throwable thrown) {
    LoggingEvent event =
        new LoggingEvent(
            "",
            new LoggerContext().getLogger("dev.stevedore.Some"),
            Level.WARN,
            message,
            thrown,
            null);
    event.setInstant(Instant.parse("2026-11-23T21:30:00.123456Z"));
    return new JsonLayout().doLayout(event);
  }

  @Test
  void anEventIsALine() {
    assertThat(line("a \"b\" \\ c\n\td\u0001", null))
        .isEqualTo(
            "{\"level\":\"warning\",\"logger\":\"Some\","
                + "\"msg\":\"a \\\"b\\\" \\\\ c\\n\\td\\u0001\","
                + "\"time\":\"2026-11-23T21:30:00.123456000Z\"}\n");
  }

  @Test
  void aFailureIsInItsLine() {
    assertThat(line("x", new IllegalStateException("no")))
        .startsWith("{\"error\":\"java.lang.IllegalStateException: no\\n\\tat ")
        .hasLineCount(1);
  }
}
