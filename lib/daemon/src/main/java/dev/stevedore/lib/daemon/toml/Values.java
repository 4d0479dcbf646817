package dev.stevedore.lib.daemon.toml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys and values. */
final class Values {
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern BASED = Pattern.compile("0([xob])([0-9a-fA-F]+)");
  private static final Pattern REAL =
      Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?|[+-]?(inf|nan)");
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-.*|[0-9]{2}:[0-9]{2}.*");

  private final Cursor cursor;
  private final Strings strings;

  Values(Cursor cursor) {
    this.cursor = cursor;
    this.strings = new Strings(cursor);
  }

  /** A key with its parts: {@code a."b.c".d}. */
  List<String> key() {
    List<String> parts = new ArrayList<>();
    do {
      cursor.skipBlanks();
      parts.add(cursor.peek() == '"' || cursor.peek() == '\'' ? strings.inLine() : bareKey());
      cursor.skipBlanks();
    } while (cursor.take("."));
    return parts;
  }

  private String bareKey() {
    StringBuilder key = new StringBuilder();
    while (isBare(cursor.peek())) {
      key.append(cursor.next());
    }
    if (key.isEmpty()) {
      throw cursor.error("expected a key");
    }
    return key.toString();
  }

  private static boolean isBare(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  /** A value: String, Long, Double, Boolean, a list of values, or a map for an inline table. */
  Object value() {
    return switch (cursor.peek()) {
      case '"', '\'' -> strings.any();
      case '[' -> array();
      case '{' -> inlineTable();
      default -> word();
    };
  }

  private List<Object> array() {
    List<Object> elements = new ArrayList<>();
    cursor.expect("[");
    cursor.skipLines();
    while (!cursor.take("]")) {
      if (cursor.atEnd()) {
        throw cursor.error("an array does not end");
      }
      elements.add(value());
      cursor.skipLines();
      if (!cursor.take(",") && cursor.peek() != ']') {
        throw cursor.error("expected , or ] in an array");
      }
      cursor.skipLines();
    }
    return elements;
  }

  private Map<String, Object> inlineTable() {
    Map<String, Object> table = new LinkedHashMap<>();
    cursor.expect("{");
    cursor.skipBlanks();
    while (!cursor.take("}")) {
      assign(table);
      cursor.skipBlanks();
      if (!cursor.take(",") && cursor.peek() != '}') {
        throw cursor.error("expected , or } in a table");
      }
      cursor.skipBlanks();
    }
    return table;
  }

  /** Reads {@code key = value} into a table. */
  void assign(Map<String, Object> table) {
    List<String> key = key();
    if (!cursor.take("=")) {
      throw cursor.error("expected key = value");
    }
    cursor.skipBlanks();
    Object value = value();
    Map<String, Object> into = table;
    for (String part : key.subList(0, key.size() - 1)) {
      into = child(into, part);
    }
    if (into.putIfAbsent(key.getLast(), value) != null) {
      throw cursor.error(String.join(".", key) + " is set twice");
    }
  }

  /** The table of a name in a table, made if it is not there; of an array of tables the last. */
  @SuppressWarnings("unchecked")
  Map<String, Object> child(Map<String, Object> table, String name) {
    return switch (table.computeIfAbsent(name, _ -> new LinkedHashMap<String, Object>())) {
      case Map<?, ?> map -> (Map<String, Object>) map;
      case List<?> list when !list.isEmpty() && list.getLast() instanceof Map<?, ?> map ->
          (Map<String, Object>) map;
      default -> throw cursor.error(name + " is no table");
    };
  }

  private Object word() {
    StringBuilder text = new StringBuilder();
    while (isBare(cursor.peek()) || "+.:".indexOf(cursor.peek()) >= 0) {
      text.append(cursor.next());
    }
    String word = text.toString();
    if (word.equals("true") || word.equals("false")) {
      return Boolean.valueOf(word);
    }
    if (DATE.matcher(word).matches()) {
      throw cursor.error("dates are not supported: " + word);
    }
    String number = word.replaceAll("(?<=[0-9a-fA-F])_(?=[0-9a-fA-F])", "");
    try {
      Matcher based = BASED.matcher(number);
      if (based.matches()) {
        int radix = Map.of("x", 16, "o", 8, "b", 2).getOrDefault(based.group(1), 10);
        return Long.valueOf(based.group(2), radix);
      }
      if (INTEGER.matcher(number).matches()) {
        return Long.valueOf(number);
      }
    } catch (NumberFormatException e) {
      throw cursor.error("not a number of 64 bits: " + word);
    }
    if (REAL.matcher(number).matches()) {
      return Double.valueOf(number.replace("inf", "Infinity").replace("nan", "NaN"));
    }
    throw cursor.error(word.isEmpty() ? "a value is missing" : "not a value: " + word);
  }
}
