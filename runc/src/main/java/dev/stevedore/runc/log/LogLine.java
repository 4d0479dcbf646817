package dev.stevedore.runc.log;

import com.eclipsesource.json.JsonObject;

/**
 * A line of the log, as logrus writes it. containerd's shim takes the {@code msg} of the last line
 * of level {@code error} in a JSON log as the reason of a failure.
 */
public final class LogLine {
  private LogLine() {}

  /** As an object with {@code level}, {@code msg} and {@code time}. */
  public static String json(Level level, String message, long epochNanos) {
    return new JsonObject()
            .add("level", level.label())
            .add("msg", message)
            .add("time", Timestamp.seconds(epochNanos))
        + "\n";
  }

  /** As {@code time="…" level=error msg="…"}. */
  public static String text(Level level, String message, long epochNanos) {
    return "time=\""
        + Timestamp.seconds(epochNanos)
        + "\" level="
        + level.label()
        + " msg="
        + quote(message)
        + "\n";
  }

  private static String quote(String message) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
