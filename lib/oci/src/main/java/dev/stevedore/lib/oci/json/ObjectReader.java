package dev.stevedore.lib.oci.json;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import com.eclipsesource.json.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to the fields of a JSON object.
 *
 * <p>A field that is {@code null} counts as not there, since Go programs write {@code null} for
 * what is empty. Every method throws {@link JsonFormatException} with the field's path if the field
 * has another type, is out of range, or is not there although it must be.
 */
public final class ObjectReader {
  private static final int SHOWN = 120;

  /** So many names are faster compared one by one than put into a set. */
  private static final int FEW = 16;

  private final JsonObject object;
  private final Place place;

  private ObjectReader(JsonObject object, Place place) {
    this.object = object;
    this.place = place;
    rejectRepetitions();
  }

  /** Which of two fields of one name counts is different from parser to parser: neither does. */
  private void rejectRepetitions() {
    List<String> names = object.names();
    if (names.size() > FEW) {
      Set<String> seen = new HashSet<>();
      names.forEach(name -> reject(name, !seen.add(name)));
      return;
    }
    for (int i = 1; i < names.size(); i++) {
      reject(names.get(i), names.subList(0, i).contains(names.get(i)));
    }
  }

  private void reject(String name, boolean isRepeated) {
    if (isRepeated) {
      throw new JsonFormatException(pathOf(quoted(name)), "is there twice");
    }
  }

  /** Reads from an object whose fields' paths begin at the top. */
  public static ObjectReader of(JsonObject object) {
    return new ObjectReader(object, Place.TOP);
  }

  /** Parses a text that must be a JSON object. */
  public static ObjectReader parse(String text) {
    JsonValue value;
    try {
      value = Json.parse(text);
    } catch (ParseException e) {
      throw new JsonFormatException("", "not JSON: " + e.getMessage());
    }
    if (!value.isObject()) {
      throw new JsonFormatException("", "not a JSON object");
    }
    return of(value.asObject());
  }

  /** The path of a field, for errors. */
  public String pathOf(String name) {
    return place.field(name).path();
  }

  /** The names of all fields that are there. */
  public List<String> names() {
    return object.names();
  }

  /** Whether the field is there. */
  public boolean has(String name) {
    return find(name) != null;
  }

  /** A string that must be there. */
  public String string(String name) {
    return asString(require(name), place.field(name));
  }

  /** A string, or {@code otherwise} if it is not there. */
  public String string(String name, String otherwise) {
    JsonValue value = find(name);
    return value == null ? otherwise : asString(value, place.field(name));
  }

  /** A string that must be there, parsed; an IllegalArgumentException becomes the field's error. */
  public <T> T parsed(String name, Function<String, T> parser) {
    return parse(string(name), parser, place.field(name));
  }

  /** A string, parsed, if it is there and not empty. */
  public <T> Optional<T> parsedIfSet(String name, Function<String, T> parser) {
    String text = string(name, "");
    return text.isEmpty() ? Optional.empty() : Optional.of(parse(text, parser, place.field(name)));
  }

  /** Strings, parsed; none if it is not there. */
  public <T> List<T> parsedList(String name, Function<String, T> parser) {
    return elements(name, (value, at) -> parse(asString(value, at), parser, at));
  }

  /** A boolean, or {@code otherwise} if it is not there. */
  public boolean bool(String name, boolean otherwise) {
    return optionalBool(name).orElse(otherwise);
  }

  /** A boolean, if it is there. */
  public Optional<Boolean> optionalBool(String name) {
    JsonValue value = find(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isBoolean()) {
      throw wrongType(value, place.field(name), "true or false");
    }
    return Optional.of(value.asBoolean());
  }

  /** A signed 64-bit number that must be there. */
  public long int64(String name) {
    return Numbers.int64(require(name), place.field(name));
  }

  /** A signed 64-bit number, or {@code otherwise} if it is not there. */
  public long int64(String name, long otherwise) {
    return optionalInt64(name).orElse(otherwise);
  }

  /** A signed 64-bit number, if it is there. */
  public OptionalLong optionalInt64(String name) {
    JsonValue value = find(name);
    return value == null
        ? OptionalLong.empty()
        : OptionalLong.of(Numbers.int64(value, place.field(name)));
  }

  /** An unsigned 64-bit number that must be there. */
  public long uint64(String name) {
    return Numbers.uint64(require(name), place.field(name));
  }

  /** An unsigned 64-bit number, or {@code otherwise} if it is not there. */
  public long uint64(String name, long otherwise) {
    return optionalUint64(name).orElse(otherwise);
  }

  /** An unsigned 64-bit number, if it is there. */
  public OptionalLong optionalUint64(String name) {
    JsonValue value = find(name);
    return value == null
        ? OptionalLong.empty()
        : OptionalLong.of(Numbers.uint64(value, place.field(name)));
  }

  /** An unsigned 32-bit number that must be there. */
  public long uint32(String name) {
    return Numbers.uint32(require(name), place.field(name));
  }

  /** An unsigned 32-bit number, or {@code otherwise} if it is not there. */
  public long uint32(String name, long otherwise) {
    return optionalUint32(name).orElse(otherwise);
  }

  /** An unsigned 32-bit number, if it is there. */
  public OptionalLong optionalUint32(String name) {
    JsonValue value = find(name);
    return value == null
        ? OptionalLong.empty()
        : OptionalLong.of(Numbers.uint32(value, place.field(name)));
  }

  /** Unsigned 32-bit numbers; none if it is not there. */
  public List<Long> uint32s(String name) {
    return elements(name, Numbers::uint32);
  }

  /** A signed 32-bit number that must be there. */
  public int int32(String name) {
    return Numbers.int32(require(name), place.field(name));
  }

  /** A signed 32-bit number, or {@code otherwise} if it is not there. */
  public int int32(String name, int otherwise) {
    return optionalInt32(name).orElse(otherwise);
  }

  /** A signed 32-bit number, if it is there. */
  public OptionalInt optionalInt32(String name) {
    JsonValue value = find(name);
    return value == null
        ? OptionalInt.empty()
        : OptionalInt.of(Numbers.int32(value, place.field(name)));
  }

  /** Strings; none if it is not there. */
  public List<String> strings(String name) {
    return elements(name, ObjectReader::asString);
  }

  /** An object of strings; empty if it is not there. */
  public Map<String, String> stringMap(String name) {
    return members(name, ObjectReader::asString);
  }

  /** An object that must be there. */
  public <T> T required(String name, Function<ObjectReader, T> reader) {
    return reader.apply(asObject(require(name), place.field(name)));
  }

  /** An object, if it is there. */
  public <T> Optional<T> object(String name, Function<ObjectReader, T> reader) {
    JsonValue value = find(name);
    return value == null
        ? Optional.empty()
        : Optional.of(reader.apply(asObject(value, place.field(name))));
  }

  /** Objects; none if it is not there. */
  public <T> List<T> list(String name, Function<ObjectReader, T> reader) {
    return elements(name, (value, at) -> reader.apply(asObject(value, at)));
  }

  /** An object of objects; empty if it is not there. */
  public <T> Map<String, T> map(String name, Function<ObjectReader, T> reader) {
    return members(name, (value, at) -> reader.apply(asObject(value, at)));
  }

  private interface ElementReader<T> {
    T read(JsonValue value, Place at);
  }

  private <T> List<T> elements(String name, ElementReader<T> reader) {
    JsonValue value = find(name);
    if (value == null) {
      return List.of();
    }
    Place at = place.field(name);
    if (!value.isArray()) {
      throw wrongType(value, at, "an array");
    }
    List<T> list = new ArrayList<>(value.asArray().size());
    for (JsonValue element : value.asArray()) {
      list.add(reader.read(element, at.element(list.size())));
    }
    return list;
  }

  private <T> Map<String, T> members(String name, ElementReader<T> reader) {
    JsonValue value = find(name);
    if (value == null) {
      return Map.of();
    }
    Place at = place.field(name);
    if (!value.isObject()) {
      throw wrongType(value, at, "an object");
    }
    Map<String, T> map = new LinkedHashMap<>();
    asObject(value, at);
    for (JsonObject.Member member : value.asObject()) {
      map.put(member.getName(), reader.read(member.getValue(), at.member(member.getName())));
    }
    return map;
  }

  private @Nullable JsonValue find(String name) {
    JsonValue value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private JsonValue require(String name) {
    JsonValue value = find(name);
    if (value == null) {
      throw new JsonFormatException(pathOf(name), "is missing");
    }
    return value;
  }

  private static <T> T parse(String text, Function<String, T> parser, Place at) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new JsonFormatException(at.path(), shortened(String.valueOf(e.getMessage())));
    }
  }

  private static String asString(JsonValue value, Place at) {
    if (!value.isString()) {
      throw wrongType(value, at, "a string");
    }
    String text = value.asString();
    if (text.indexOf('\0') >= 0) {
      // It would end there for the kernel.
      throw new JsonFormatException(at.path(), "has a NUL character in it");
    }
    return text;
  }

  /** A name as it is in JSON, if that is what makes it readable. */
  private static String quoted(String name) {
    String json = Json.value(name).toString();
    return shortened(json.length() == name.length() + 2 ? name : json);
  }

  static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  private static ObjectReader asObject(JsonValue value, Place at) {
    if (!value.isObject()) {
      throw wrongType(value, at, "an object");
    }
    return new ObjectReader(value.asObject(), at);
  }

  static JsonFormatException wrongType(JsonValue value, Place at, String wanted) {
    return new JsonFormatException(
        at.path(), "must be " + wanted + ", not " + shortened(value.toString()));
  }
}
