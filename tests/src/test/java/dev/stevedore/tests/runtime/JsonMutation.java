package dev.stevedore.tests.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Puts something else in the place of something in a JSON text. */
final class JsonMutation {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1",
          "255",
          "2147483648",
          "4294967295",
          "9223372036854775808",
          "18446744073709551615",
          "-9223372036854775809",
          "1e300",
          "1.5",
          "\"\"",
          "\"x\"",
          "\"\\u0000\"",
          "\"/\"",
          "\"..\"",
          "\"../../..\"",
          "\"/proc/self/exe\"",
          "\"/proc/1/root\"",
          "\"a\\nb\"",
          "\"%s%n\"",
          "[]",
          "[[]]",
          "{}",
          "{\"a\": {\"b\": {}}}",
          "[null]",
          "[\"\", \"\"]",
          "[0, 1]",
          "\"-1\"",
          "\"/dev/null\"",
          "\"" + "x".repeat(5000) + "\"");

  private JsonMutation() {}

  /** The text of a changed copy: one to three values, and sometimes a letter. */
  static String mutate(JsonNode good, Random random) {
    JsonNode copy = good.deepCopy();
    for (int i = random.nextInt(3); i >= 0; i--) {
      List<JsonNode> inner = new ArrayList<>();
      collect(copy, inner);
      change(inner.get(random.nextInt(inner.size())), random);
    }
    String text = copy.toString();
    int at = random.nextInt(text.length());
    return switch (random.nextInt(20)) {
      case 0 -> text.substring(0, at);
      case 1 ->
          text.substring(0, at) + "{}[],:\"x9-".charAt(random.nextInt(10)) + text.substring(at + 1);
      default -> text;
    };
  }

  private static void change(JsonNode parent, Random random) {
    JsonNode value = value(random);
    int index = random.nextInt(parent.size());
    switch (parent) {
      case ArrayNode array when random.nextInt(5) == 0 -> array.remove(index);
      case ArrayNode array -> array.set(index, value);
      case ObjectNode object -> {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (random.nextInt(5) == 0) {
          object.remove(names.get(index));
        } else {
          object.set(names.get(index), value);
        }
      }
      default -> throw new IllegalStateException("has nothing in it: " + parent);
    }
  }

  private static JsonNode value(Random random) {
    try {
      return JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those that have something in them. */
  private static void collect(JsonNode node, List<JsonNode> into) {
    if (node.isContainerNode() && !node.isEmpty()) {
      into.add(node);
      node.forEach(child -> collect(child, into));
    }
  }
}
