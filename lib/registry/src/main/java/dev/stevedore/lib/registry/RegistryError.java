package dev.stevedore.lib.registry;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import com.eclipsesource.json.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One error in a registry's answer (distribution-spec, "Error Codes"): {@code {"errors": [{"code":
 * …, "message": …, "detail": …}]}}.
 *
 * @param code such as {@code MANIFEST_UNKNOWN}
 * @param message in words
 */
public record RegistryError(String code, String message) {
  /** The errors in a body; none if it is something else. */
  public static List<RegistryError> in(String body) {
    List<RegistryError> errors = new ArrayList<>();
    try {
      if (Json.parse(body) instanceof JsonObject answer
          && answer.get("errors") instanceof JsonArray list) {
        for (JsonValue entry : list) {
          if (entry instanceof JsonObject error) {
            errors.add(new RegistryError(text(error, "code"), text(error, "message")));
          }
        }
      }
    } catch (ParseException e) {
      return List.of(); // a proxy's page, for example
    }
    return errors;
  }

  private static String text(JsonObject object, String name) {
    JsonValue value = object.get(name);
    return value != null && value.isString() ? value.asString() : "";
  }

  /** All of them in Docker's words: {@code manifest unknown: manifest unknown}. */
  static String text(List<RegistryError> errors) {
    return errors.size() == 1
        ? errors.getFirst().toString()
        : errors.stream()
            .map(RegistryError::toString)
            .collect(Collectors.joining("\n", "errors:\n", "\n"));
  }

  /** The code in lower case, and the message. */
  @Override
  public String toString() {
    String words = code.toLowerCase(Locale.ROOT).replace('_', ' ');
    return message.isEmpty() ? words : words.isEmpty() ? message : words + ": " + message;
  }
}
