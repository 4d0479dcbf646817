package dev.stevedore.docker.template;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** What a template works on. */
sealed interface Value {
  /** JSON, where an object stands for Go's maps and structs. */
  record Data(JsonValue json) implements Value {}

  /** A row of a list. */
  record Fields(Row row) implements Value {}

  static Value of(String text) {
    return new Data(Json.value(text));
  }

  static Value of(boolean truth) {
    return new Data(Json.value(truth));
  }

  static Value of(long number) {
    return new Data(Json.value(number));
  }

  default JsonValue toJson() {
    return switch (this) {
      case Data(JsonValue json) -> json;
      case Fields(Row row) -> row.toJson();
    };
  }

  /** Whether {@code if} takes it as true: not null, false, 0 or empty. */
  default boolean isTrue() {
    JsonValue json = toJson();
    if (json.isString()) {
      return !json.asString().isEmpty();
    }
    if (json.isNumber()) {
      return json.asDouble() != 0;
    }
    if (json.isArray()) {
      return !json.asArray().isEmpty();
    }
    if (json.isObject()) {
      return !json.asObject().isEmpty();
    }
    return json.isTrue();
  }

  /** As Go's %v prints it. */
  default String print() {
    return print(toJson());
  }

  private static String print(JsonValue json) {
    if (json.isString()) {
      return json.asString();
    }
    if (json.isNull()) {
      return "<nil>";
    }
    if (json.isArray()) {
      List<String> items = new ArrayList<>();
      for (JsonValue item : json.asArray()) {
        items.add(print(item));
      }
      return "[" + String.join(" ", items) + "]";
    }
    if (json.isObject()) {
      JsonObject object = json.asObject();
      List<String> names = new ArrayList<>(object.names());
      names.sort(null);
      List<String> items = new ArrayList<>();
      for (String name : names) {
        items.add(name + ":" + print(object.get(name)));
      }
      return "map[" + String.join(" ", items) + "]";
    }
    return json.toString();
  }
}
