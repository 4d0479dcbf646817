package dev.stevedore.containerd.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of TOML that configuration files of containerd use: tables, and keys with strings,
 * numbers, booleans and arrays of them.
 */
final class Toml {
  private final String file;
  private final String[] lines;
  private int line;

  private Toml(String file, String text) {
    this.file = file;
    this.lines = text.split("\n", -1);
  }

  /**
   * The values by their keys, with the tables' names in front: {@code grpc.address}.
   *
   * @param file its name, for errors
   * @return strings, longs, booleans, and lists of them
   */
  static Map<String, Object> parse(String file, String text) {
    return new Toml(file, text).parse();
  }

  private Map<String, Object> parse() {
    Map<String, Object> values = new LinkedHashMap<>();
    String table = "";
    for (line = 0; line < lines.length; line++) {
      String content = withoutComment(lines[line]).strip();
      if (content.isEmpty()) {
        continue;
      }
      if (content.startsWith("[")) {
        if (!content.endsWith("]")) {
          throw error("a table's name must end in ]");
        }
        table = unquoteKey(content.substring(1, content.length() - 1).strip()) + ".";
        continue;
      }
      int equals = content.indexOf('=');
      if (equals < 0) {
        throw error("expected key = value");
      }
      String key = table + unquoteKey(content.substring(0, equals).strip());
      String value = wholeValue(content.substring(equals + 1).strip());
      if (values.put(key, value(value)) != null) {
        throw error(key + " is set twice");
      }
    }
    return values;
  }

  // An array may go on over many lines.
  private String wholeValue(String begin) {
    StringBuilder value = new StringBuilder(begin);
    while (value.length() > 0
        && value.charAt(0) == '['
        && value.charAt(value.length() - 1) != ']') {
      if (++line == lines.length) {
        throw error("an array does not end");
      }
      value.append(withoutComment(lines[line]).strip());
    }
    return value.toString();
  }

  private Object value(String text) {
    if (text.startsWith("\"") || text.startsWith("'")) {
      return string(text);
    }
    if (text.startsWith("[")) {
      return array(text.substring(1, text.length() - 1));
    }
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    String number = text.replace("_", "");
    try {
      if (number.matches("[+-]?[0-9]+\\.[0-9]+([eE][+-]?[0-9]+)?")) {
        return Double.valueOf(number);
      }
      return Long.valueOf(number);
    } catch (NumberFormatException e) {
      throw error("not a value: " + text);
    }
  }

  private List<Object> array(String content) {
    List<Object> elements = new ArrayList<>();
    for (String element : content.split(",")) {
      if (!element.isBlank()) {
        elements.add(value(element.strip()));
      }
    }
    return elements;
  }

  private String string(String text) {
    char quote = text.charAt(0);
    if (text.length() < 2 || text.charAt(text.length() - 1) != quote) {
      throw error("a string does not end: " + text);
    }
    String content = text.substring(1, text.length() - 1);
    return quote == '\'' ? content : content.replace("\\\"", "\"").replace("\\\\", "\\");
  }

  private static String unquoteKey(String key) {
    return key.replace("\"", "").replace("'", "");
  }

  private static String withoutComment(String text) {
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '#') {
        return text.substring(0, i);
      }
    }
    return text;
  }

  private ConfigException error(String problem) {
    return new ConfigException(file + ":" + (line + 1) + ": " + problem);
  }
}
