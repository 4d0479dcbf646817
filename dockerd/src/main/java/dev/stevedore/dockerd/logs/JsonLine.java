package dev.stevedore.dockerd.logs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One line of a json-file log.
 *
 * <pre>
 * {"log":"hello\n","stream":"stdout","attrs":{"tag":"web"},"time":"2026-01-02T03:04:05.123456789Z"}
 * </pre>
 */
final class JsonLine {
  private static final JsonFactory JSON = new JsonFactory();
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private JsonLine() {}

  /** The line with its newline. Bytes that are no UTF-8 become U+FFFD, as JSON has only text. */
  static byte[] encode(LogEntry entry, Map<String, String> attributes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(entry.line().length + 96);
    ascii(out, "{\"log\":\"");
    escape(out, new String(entry.line(), StandardCharsets.UTF_8));
    ascii(out, "\",\"stream\":\"");
    ascii(out, entry.stream().label());
    ascii(out, "\",");
    attributes(out, attributes);
    ascii(out, "\"time\":\"");
    ascii(out, entry.time().toString());
    ascii(out, "\"}\n");
    return out.toByteArray();
  }

  private static void attributes(ByteArrayOutputStream out, Map<String, String> attributes) {
    String before = "\"attrs\":{\"";
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      ascii(out, before);
      escape(out, attribute.getKey());
      ascii(out, "\":\"");
      escape(out, attribute.getValue());
      before = "\",\"";
    }
    if (!attributes.isEmpty()) {
      ascii(out, "\"},");
    }
  }

  /** The entry, or null if the line is broken (cut off by a crash, or a full disk). */
  static @Nullable LogEntry decode(byte[] line, int from, int length) {
    try (JsonParser parser = JSON.createParser(line, from, length)) {
      String log = null;
      LogStream stream = LogStream.STDOUT;
      Instant time = null;
      Map<String, String> attributes = Map.of();
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "log" -> log = parser.getText();
          case "stream" ->
              stream = parser.getText().equals("stderr") ? LogStream.STDERR : LogStream.STDOUT;
          case "time" -> time = Instant.parse(parser.getText());
          case "attrs" -> attributes = attributes(parser);
          default -> parser.skipChildren();
        }
      }
      return log == null || time == null
          ? null
          : new LogEntry(time, stream, log.getBytes(StandardCharsets.UTF_8), attributes);
    } catch (IOException | DateTimeParseException e) {
      return null; // a broken line is left out, as by Docker
    }
  }

  private static Map<String, String> attributes(JsonParser parser) throws IOException {
    Map<String, String> attributes = new TreeMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      attributes.put(name, parser.getText());
    }
    return attributes;
  }

  private static void ascii(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void escape(ByteArrayOutputStream out, String text) {
    int plainFrom = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&' && !lineEnd(c)) {
        continue;
      }
      out.writeBytes(text.substring(plainFrom, i).getBytes(StandardCharsets.UTF_8));
      plainFrom = i + 1;
      switch (c) {
        case '"' -> ascii(out, "\\\"");
        case '\\' -> ascii(out, "\\\\");
        case '\n' -> ascii(out, "\\n");
        case '\r' -> ascii(out, "\\r");
        case '\t' -> ascii(out, "\\t");
        default -> {
          ascii(out, "\\u");
          for (int shift = 12; shift >= 0; shift -= 4) {
            out.write(HEX[(c >> shift) & 0xf]);
          }
        }
      }
    }
    out.writeBytes(text.substring(plainFrom).getBytes(StandardCharsets.UTF_8));
  }

  /** U+2028 and U+2029 end lines in JavaScript, so Go's encoder escapes them. */
  private static boolean lineEnd(char c) {
    return c == '\u2028' || c == '\u2029';
  }
}
