package dev.stevedore.shim.runtime;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import com.eclipsesource.json.ParseException;
import dev.stevedore.shim.Split;

/** The log that runtimes write with {@code --log-format json}: an object per line. */
public final class RuntimeLog {
  private RuntimeLog() {}

  /**
   * The message of the last error in {@code log}.
   *
   * @return empty when there is none
   */
  public static String lastError(String log) {
    String last = "";
    for (String line : Split.lines(log)) {
      String message = errorIn(line);
      if (!message.isEmpty()) {
        last = message;
      }
    }
    return last;
  }

  private static String errorIn(String line) {
    if (line.trim().isEmpty()) {
      return "";
    }
    try {
      JsonValue value = Json.parse(line);
      if (!value.isObject()) {
        return "";
      }
      JsonObject entry = value.asObject();
      return text(entry, "level").equals("error") ? text(entry, "msg").trim() : "";
    } catch (ParseException e) {
      return ""; // a line cut off by a full disk or a killed runtime
    }
  }

  private static String text(JsonObject entry, String name) {
    JsonValue value = entry.get(name);
    return value != null && value.isString() ? value.asString() : "";
  }
}
