package dev.stevedore.dockerd.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The parameter {@code filters} of the list endpoints: for each key a set of values. Keys are
 * and-ed; the values of one key are or-ed, except for labels, which must all be there.
 *
 * <pre>
 *   {"label": {"a=b": true, "c": true}, "name": {"web": true}}      since 1.22
 *   {"label": ["a=b", "c"], "name": ["web"]}                        before
 * </pre>
 */
public final class Filters {
  private final Map<String, Set<String>> fields;

  private Filters(Map<String, Set<String>> fields) {
    this.fields = fields;
  }

  /**
   * Reads either form; an empty text is no filter.
   *
   * @throws ApiException.BadParameter {@code invalid filter} if it is neither
   */
  public static Filters parse(String json) {
    Map<String, Set<String>> fields = new LinkedHashMap<>();
    if (!json.isEmpty()) {
      JsonNode root = tree(json);
      for (Map.Entry<String, JsonNode> field : root.properties()) {
        fields.put(field.getKey(), values(field.getValue()));
      }
    }
    return new Filters(fields);
  }

  private static JsonNode tree(String json) {
    try {
      JsonNode root = Json.MAPPER.readTree(json);
      if (root.isObject()) {
        return root;
      }
      throw new ApiException.BadParameter("invalid filter");
    } catch (JsonProcessingException e) {
      throw new ApiException.BadParameter("invalid filter", e);
    }
  }

  private static Set<String> values(JsonNode node) {
    Set<String> values = new LinkedHashSet<>();
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> value : node.properties()) {
        if (!value.getValue().isBoolean()) {
          throw new ApiException.BadParameter("invalid filter");
        }
        if (value.getValue().booleanValue()) {
          values.add(value.getKey());
        }
      }
    } else if (node.isArray()) {
      for (JsonNode value : node) {
        if (!value.isTextual()) {
          throw new ApiException.BadParameter("invalid filter");
        }
        values.add(value.textValue());
      }
    } else if (!node.isNull()) {
      throw new ApiException.BadParameter("invalid filter");
    }
    return values;
  }

  /**
   * Refuses keys that an endpoint does not know.
   *
   * @throws ApiException.BadParameter {@code invalid filter 'KEY'}
   */
  public Filters accepting(Set<String> accepted) {
    for (String key : fields.keySet()) {
      if (!accepted.contains(key)) {
        throw new ApiException.BadParameter("invalid filter '" + key + "'");
      }
    }
    return this;
  }

  public boolean isEmpty() {
    return fields.isEmpty();
  }

  public boolean has(String key) {
    return fields.containsKey(key);
  }

  /** Returns the values of a key, in the order sent; none if the key is not there. */
  public Set<String> get(String key) {
    return fields.getOrDefault(key, Set.of());
  }

  /** Returns whether there is no such key, or one of its values is the text. */
  public boolean matchesExactly(String key, String text) {
    Set<String> values = get(key);
    return values.isEmpty() || values.contains(text);
  }

  /** Returns whether there is no such key, or one of its values is a prefix of the text. */
  public boolean matchesPrefix(String key, String text) {
    return matchesExactly(key, text) || get(key).stream().anyMatch(text::startsWith);
  }

  /**
   * Returns whether there is no such key, or one of its values, as a regular expression, is found
   * in the text.
   */
  public boolean matchesPattern(String key, String text) {
    return matchesExactly(key, text)
        || get(key).stream().anyMatch(pattern -> isFound(pattern, text));
  }

  private static boolean isFound(String pattern, String text) {
    try {
      return Pattern.compile(pattern).matcher(text).find();
    } catch (PatternSyntaxException e) {
      // As in Docker: what is no pattern can still be equal, and that has been looked at.
      return false;
    }
  }

  /**
   * Returns whether every value of the key, {@code name} or {@code name=value}, is among the pairs.
   */
  public boolean matchesPairs(String key, Map<String, String> pairs) {
    for (String value : get(key)) {
      int equals = value.indexOf('=');
      String found = pairs.get(equals < 0 ? value : value.substring(0, equals));
      if (found == null || (equals >= 0 && !found.equals(value.substring(equals + 1)))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns a boolean filter such as {@code dangling}.
   *
   * @throws ApiException.BadParameter {@code invalid filter 'KEY=[VALUE]'} if it is neither true
   *     nor false, or both
   */
  public boolean isTrue(String key, boolean ifAbsent) {
    if (!has(key)) {
      return ifAbsent;
    }
    Set<String> values = get(key);
    boolean no = values.contains("0") || values.contains("false");
    boolean yes = values.contains("1") || values.contains("true");
    if (no == yes) {
      throw new ApiException.BadParameter(
          "invalid filter '" + key + "=[" + String.join(" ", values) + "]'");
    }
    return yes;
  }
}
