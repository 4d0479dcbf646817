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
import java.util.Optional;

/**
 * A JSON object read as Go reads it: a missing field, null and the zero value are the same, and
 * names are found without regard to case.
 */
public final class JsonObjectView {
  private final ObjectNode json;

  /** A view of {@code node}; anything but an object is seen as an empty one. */
  public JsonObjectView(JsonNode node) {
    this.json = node instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
  }

  /** The object itself; not to be changed. */
  public ObjectNode json() {
    return json;
  }

  /** The field, or a JSON null. */
  public JsonNode node(String name) {
    JsonNode exact = json.get(name);
    if (exact != null) {
      return exact;
    }
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      if (field.getKey().equalsIgnoreCase(name)) {
        return field.getValue();
      }
    }
    return JsonNodeFactory.instance.nullNode();
  }

  /** The field as an object. */
  public JsonObjectView object(String name) {
    return new JsonObjectView(node(name));
  }

  /** The elements of a list of objects. */
  public List<JsonObjectView> objects(String name) {
    List<JsonObjectView> views = new ArrayList<>();
    node(name).forEach(element -> views.add(new JsonObjectView(element)));
    return views;
  }

  /**
   * The text; empty if not set.
   *
   * @throws ApiException.BadParameter if the field is no string
   */
  public String string(String name) {
    JsonNode node = node(name);
    if (node.isNull()) {
      return "";
    }
    return require(node.isTextual(), node, name, "string").textValue();
  }

  /**
   * The truth value; false if not set.
   *
   * @throws ApiException.BadParameter if the field is no boolean
   */
  public boolean bool(String name) {
    return optionalBool(name).orElse(false);
  }

  /** The truth value, if it is set. */
  public Optional<Boolean> optionalBool(String name) {
    JsonNode node = node(name);
    return node.isNull()
        ? Optional.empty()
        : Optional.of(require(node.isBoolean(), node, name, "bool").booleanValue());
  }

  /**
   * The number; 0 if not set.
   *
   * @throws ApiException.BadParameter if the field is no whole number
   */
  public long number(String name) {
    return optionalNumber(name).orElse(0L);
  }

  /** The number, if it is set. */
  public Optional<Long> optionalNumber(String name) {
    JsonNode node = node(name);
    return node.isNull()
        ? Optional.empty()
        : Optional.of(require(node.isIntegralNumber(), node, name, "int64").longValue());
  }

  /**
   * The texts of a list; a single text is a list of one, as Docker reads commands.
   *
   * @throws ApiException.BadParameter if the field is neither
   */
  public List<String> strings(String name) {
    JsonNode node = node(name);
    if (node.isNull()) {
      return List.of();
    }
    if (node.isTextual()) {
      return List.of(node.textValue());
    }
    require(node.isArray(), node, name, "[]string");
    List<String> texts = new ArrayList<>(node.size());
    node.forEach(text -> texts.add(require(text.isTextual(), text, name, "string").textValue()));
    return texts;
  }

  /**
   * The texts of an object, by name, in their order.
   *
   * @throws ApiException.BadParameter if the field is no object of texts
   */
  public Map<String, String> stringMap(String name) {
    JsonNode node = node(name);
    Map<String, String> map = new LinkedHashMap<>();
    if (!node.isNull()) {
      require(node.isObject(), node, name, "map[string]string");
      for (Map.Entry<String, JsonNode> e : node.properties()) {
        JsonNode value = e.getValue();
        map.put(
            e.getKey(),
            value.isNull() ? "" : require(value.isTextual(), value, name, "string").textValue());
      }
    }
    return map;
  }

  /** Whether the value is Go's zero value: null, false, 0, "", or an empty list or object. */
  public static boolean isZero(JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL, MISSING -> true;
      case BOOLEAN -> !value.booleanValue();
      case NUMBER -> value.doubleValue() == 0;
      case STRING -> value.textValue().isEmpty();
      case ARRAY, OBJECT -> value.isEmpty();
      case BINARY, POJO -> false;
    };
  }

  private static JsonNode require(boolean condition, JsonNode node, String name, String wanted) {
    if (!condition) {
      throw new ApiException.BadParameter(
          "json: cannot unmarshal "
              + node.getNodeType().name().toLowerCase(Locale.ROOT)
              + " into field "
              + name
              + " of type "
              + wanted);
    }
    return node;
  }
}
