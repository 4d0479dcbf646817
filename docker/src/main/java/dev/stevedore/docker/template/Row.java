package dev.stevedore.docker.template;

import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** Something with named fields that are worked out when asked for, such as a line of a list. */
public interface Row {
  /** What messages call its type. */
  String typeName();

  /** The field, or empty if there is none of that name. */
  Optional<JsonValue> field(String name);

  /** The answer of a method with arguments, or empty if there is none of that name. */
  default Optional<JsonValue> call(String name, List<JsonValue> arguments) {
    return Optional.empty();
  }

  /** All fields, by name. */
  JsonObject toJson();
}
