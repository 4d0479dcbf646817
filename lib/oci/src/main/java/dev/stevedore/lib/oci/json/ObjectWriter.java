package dev.stevedore.lib.oci.json;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Builds a JSON object.
 *
 * <p>The methods named {@code value} (and {@link #unsignedValue}) write always; the others leave
 * out what is not set: the empty string, list or map, 0, false.
 */
public final class ObjectWriter {
  private final JsonObject object = new JsonObject();

  /** The object so far. */
  public JsonObject toJson() {
    return object;
  }

  /** Writes a string, even if it is empty. */
  public ObjectWriter value(String name, String value) {
    return put(name, Json.value(value));
  }

  /** Writes a number. */
  public ObjectWriter value(String name, long value) {
    return put(name, Json.value(value));
  }

  /** Writes a boolean. */
  public ObjectWriter value(String name, boolean value) {
    return put(name, Json.value(value));
  }

  /** Writes any JSON. */
  public ObjectWriter value(String name, JsonValue value) {
    return put(name, value);
  }

  /** Writes a number as unsigned. */
  public ObjectWriter unsignedValue(String name, long value) {
    // The parser is the only maker of numbers beyond a long that keeps every digit.
    return put(name, value >= 0 ? Json.value(value) : Json.parse(Long.toUnsignedString(value)));
  }

  /** Writes a string unless it is empty. */
  public ObjectWriter string(String name, String value) {
    return value.isEmpty() ? this : value(name, value);
  }

  /** Writes a boolean if it is true. */
  public ObjectWriter bool(String name, boolean value) {
    return value ? value(name, true) : this;
  }

  /** Writes a boolean if it is set. */
  public ObjectWriter optionalBool(String name, Optional<Boolean> value) {
    value.ifPresent(set -> value(name, set.booleanValue()));
    return this;
  }

  /** Writes a number unless it is 0. */
  public ObjectWriter number(String name, long value) {
    return value == 0 ? this : value(name, value);
  }

  /** Writes a number if it is set. */
  public ObjectWriter number(String name, OptionalLong value) {
    value.ifPresent(set -> value(name, set));
    return this;
  }

  /** Writes a number if it is set. */
  public ObjectWriter number(String name, OptionalInt value) {
    value.ifPresent(set -> value(name, (long) set));
    return this;
  }

  /** Writes a number as unsigned, unless it is 0. */
  public ObjectWriter unsigned(String name, long value) {
    return value == 0 ? this : unsignedValue(name, value);
  }

  /** Writes a number as unsigned, if it is set. */
  public ObjectWriter unsigned(String name, OptionalLong value) {
    value.ifPresent(set -> unsignedValue(name, set));
    return this;
  }

  /** Writes strings unless there are none. */
  public ObjectWriter strings(String name, List<String> values) {
    return list(name, values, Json::value);
  }

  /** Writes numbers unless there are none. */
  public ObjectWriter numbers(String name, List<Long> values) {
    return list(name, values, value -> Json.value(value.longValue()));
  }

  /** Writes an object of strings unless it is empty. */
  public ObjectWriter stringMap(String name, Map<String, String> values) {
    return map(name, values, Json::value);
  }

  /** Writes an object if it is set. */
  public <T> ObjectWriter object(
      String name, Optional<T> value, Function<? super T, ? extends JsonValue> toJson) {
    value.ifPresent(set -> put(name, toJson.apply(set)));
    return this;
  }

  /** Writes an array unless it is empty. */
  public <T> ObjectWriter list(
      String name, List<T> values, Function<? super T, ? extends JsonValue> toJson) {
    if (values.isEmpty()) {
      return this;
    }
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(toJson.apply(value)));
    return put(name, array);
  }

  /** Writes an object of values unless it is empty. */
  public <T> ObjectWriter map(
      String name, Map<String, T> values, Function<? super T, ? extends JsonValue> toJson) {
    if (values.isEmpty()) {
      return this;
    }
    JsonObject members = new JsonObject();
    values.forEach((key, value) -> members.add(key, toJson.apply(value)));
    return put(name, members);
  }

  private ObjectWriter put(String name, JsonValue value) {
    object.add(name, value);
    return this;
  }
}
