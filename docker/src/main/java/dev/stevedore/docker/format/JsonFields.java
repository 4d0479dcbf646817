package dev.stevedore.docker.format;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads members of the daemon's JSON as Go's decoder fills a struct: what is missing, null or of
 * another kind is the zero value.
 */
public final class JsonFields {
  private JsonFields() {}

  public static String string(JsonObject object, String name) {
    JsonValue value = object.get(name);
    return value != null && value.isString() ? value.asString() : "";
  }

  public static long number(JsonObject object, String name) {
    JsonValue value = object.get(name);
    if (value == null || !value.isNumber()) {
      return 0;
    }
    try {
      return Long.parseLong(value.toString());
    } catch (NumberFormatException e) {
      return (long) value.asDouble();
    }
  }

  public static boolean bool(JsonObject object, String name) {
    JsonValue value = object.get(name);
    return value != null && value.isTrue();
  }

  public static JsonObject object(JsonObject object, String name) {
    JsonValue value = object.get(name);
    return value != null && value.isObject() ? value.asObject() : new JsonObject();
  }

  public static JsonArray array(JsonObject object, String name) {
    JsonValue value = object.get(name);
    return value != null && value.isArray() ? value.asArray() : new JsonArray();
  }

  /** The strings of an array. */
  public static List<String> strings(JsonObject object, String name) {
    List<String> strings = new ArrayList<>();
    for (JsonValue value : array(object, name)) {
      if (value.isString()) {
        strings.add(value.asString());
      }
    }
    return strings;
  }

  /** The objects of an array. */
  public static List<JsonObject> objects(JsonValue value) {
    List<JsonObject> objects = new ArrayList<>();
    if (value.isArray()) {
      for (JsonValue item : value.asArray()) {
        if (item.isObject()) {
          objects.add(item.asObject());
        }
      }
    }
    return objects;
  }

  /** The whole value, or an empty object if it is none. */
  public static JsonObject asObject(JsonValue value) {
    return value.isObject() ? value.asObject() : new JsonObject();
  }

  /** An array of strings. */
  public static JsonArray arrayOf(List<String> strings) {
    JsonArray array = new JsonArray();
    strings.forEach(array::add);
    return array;
  }

  /** An array of strings, or null for none, as Go writes a nil slice. */
  public static JsonValue arrayOrNull(List<String> strings) {
    return strings.isEmpty() ? Json.NULL : arrayOf(strings);
  }
}
