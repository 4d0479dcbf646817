package dev.stevedore.dockerd.logs;

import java.time.Instant;
import java.util.Map;

/**
 * One line, or a part of a long one.
 *
 * @param time when it was read from the container
 * @param line the bytes, with the newline if they end a line; not to be changed
 * @param attributes what was noted beside it
 */
@SuppressWarnings("ArrayRecordComponent") // made once, read by many, never compared
public record LogEntry(
    Instant time, LogStream stream, byte[] line, Map<String, String> attributes) {
  /** An entry with nothing noted beside it. */
  public LogEntry(Instant time, LogStream stream, byte[] line) {
    this(time, stream, line, Map.of());
  }
}
