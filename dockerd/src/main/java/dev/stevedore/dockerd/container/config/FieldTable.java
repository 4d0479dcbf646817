package dev.stevedore.dockerd.container.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object of the Engine API: the name each has, how inspect shows it when it is
 * not set, and whether it is honoured.
 */
final class FieldTable {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** How a field that nobody set is shown. */
  enum Unset {
    NULL,
    FALSE,
    ZERO,
    EMPTY,
    LIST,
    MAP,
    OMITTED,
    /** Omitted too, but shown when it was set to what elsewhere means "not set". */
    ABSENT;

    /** Null if it is not shown. */
    private @Nullable JsonNode shown() {
      return switch (this) {
        case NULL -> JSON.nullNode();
        case FALSE -> JSON.booleanNode(false);
        case ZERO -> JSON.numberNode(0);
        case EMPTY -> JSON.textNode("");
        case LIST -> JSON.arrayNode();
        case MAP -> JSON.objectNode();
        case OMITTED, ABSENT -> null;
      };
    }
  }

  private record Field(String name, Unset unset, Set<String> harmless, boolean honoured) {}

  private final String object;
  private final Map<String, Field> byLowerName = new LinkedHashMap<>();

  /** A table for the object that errors name {@code object}. */
  FieldTable(String object) {
    this.object = object;
  }

  /** Adds fields that are honoured. */
  FieldTable honoured(Unset unset, String... names) {
    for (String name : names) {
      add(new Field(name, unset, Set.of(), true));
    }
    return this;
  }

  /** Adds fields that are refused when they are set. */
  FieldTable refused(Unset unset, String... names) {
    for (String name : names) {
      add(new Field(name, unset, Set.of(), false));
    }
    return this;
  }

  /** Adds a field that is refused when set to anything but one of the values listed. */
  FieldTable refusedUnless(Unset unset, String name, String... harmless) {
    add(new Field(name, unset, Set.of(harmless), false));
    return this;
  }

  private void add(Field field) {
    byLowerName.put(field.name.toLowerCase(Locale.ROOT), field);
  }

  /**
   * The object under its fields' real names, with what is not set filled in; an unknown field that
   * is set gives a warning.
   *
   * @throws ApiException.BadParameter naming the first field that is set and not available
   */
  ObjectNode normalise(JsonNode given, List<String> warnings) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      Field field = byLowerName.get(entry.getKey().toLowerCase(Locale.ROOT));
      boolean zero = JsonObjectView.isZero(entry.getValue());
      if (field == null) {
        if (!zero) {
          unknown.add(entry.getKey());
        }
        continue;
      }
      if (!field.honoured && !zero && !field.harmless.contains(entry.getValue().asText())) {
        throw new ApiException.BadParameter(
            object + "." + field.name + " is not available yet: " + entry.getValue());
      }
      values.put(field.name, entry.getValue());
    }
    unknown.forEach(name -> warnings.add("Unknown option " + object + "." + name + " discarded."));
    ObjectNode result = JSON.objectNode();
    for (Field field : byLowerName.values()) {
      JsonNode value = values.get(field.name);
      JsonNode unset = field.unset.shown();
      boolean omitted = field.unset == Unset.OMITTED;
      if (value == null || value.isNull() || (omitted && JsonObjectView.isZero(value))) {
        if (unset != null) {
          result.set(field.name, unset);
        }
      } else {
        result.set(field.name, value);
      }
    }
    return result;
  }
}
