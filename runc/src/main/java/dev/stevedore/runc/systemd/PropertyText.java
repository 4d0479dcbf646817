package dev.stevedore.runc.systemd;

import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.config.Annotations;
import dev.stevedore.runc.dbus.DbusValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Properties in annotations, {@code org.systemd.property.NAME}, as runc and crun read them: values
 * are in GVariant's text format ({@code 'text'}, {@code true}, {@code uint64 5}, {@code ['a',
 * 'b']}).
 */
final class PropertyText {
  private static final long MICROSECONDS = 1_000_000;

  private PropertyText() {}

  /** The properties of all annotations. */
  static List<Property> of(Map<String, String> annotations) {
    List<Property> properties = new ArrayList<>();
    annotations.forEach(
        (key, text) -> {
          if (key.startsWith(Annotations.SYSTEMD_PROPERTY)) {
            properties.add(property(key, text));
          }
        });
    return properties;
  }

  private static Property property(String key, String text) {
    String name = key.substring(Annotations.SYSTEMD_PROPERTY.length());
    if (name.length() < 3 || !name.chars().allMatch(PropertyText::isLetter)) {
      throw new RuncException("annotation " + key + " name incorrect: only letters, at least 3");
    }
    DbusValue value = value(key, text.trim());
    // Times in seconds have another name on the bus, where they are in microseconds.
    int end = name.length() - 3;
    if (name.endsWith("Sec") && end > 0 && Character.isLowerCase(name.charAt(end - 1))) {
      return new Property(name.substring(0, end) + "USec", microseconds(key, value));
    }
    return new Property(name, value);
  }

  private static DbusValue microseconds(String key, DbusValue seconds) {
    return switch (seconds) {
      case DbusValue.Int32(int number) -> new DbusValue.Uint64(number * MICROSECONDS);
      case DbusValue.Uint32(int number) ->
          new DbusValue.Uint64((number & 0xffffffffL) * MICROSECONDS);
      case DbusValue.Int64(long number) -> new DbusValue.Uint64(number * MICROSECONDS);
      case DbusValue.Uint64(long number) -> new DbusValue.Uint64(number * MICROSECONDS);
      default -> throw bad(key, "seconds must be a whole number");
    };
  }

  private static DbusValue value(String key, String text) {
    if (text.startsWith("[") && text.endsWith("]")) {
      List<DbusValue> values = new ArrayList<>();
      for (String element : text.substring(1, text.length() - 1).split(",")) {
        if (!element.trim().isEmpty()) {
          values.add(value(key, element.trim()));
        }
      }
      String type = values.isEmpty() ? "s" : values.getFirst().signature();
      if (values.stream().anyMatch(value -> !value.signature().equals(type))) {
        throw bad(key, "the elements of " + text + " are of several types");
      }
      return new DbusValue.Array(type, values);
    }
    char first = text.isEmpty() ? ' ' : text.charAt(0);
    if (first == '\'' || first == '"') {
      if (text.length() < 2 || text.charAt(text.length() - 1) != first) {
        throw bad(key, "unterminated string");
      }
      return new DbusValue.Text(text.substring(1, text.length() - 1));
    }
    return switch (text) {
      case "true" -> new DbusValue.Flag(true);
      case "false" -> new DbusValue.Flag(false);
      default -> number(key, text);
    };
  }

  private static DbusValue number(String key, String text) {
    int space = text.indexOf(' ');
    String type = space < 0 ? "int32" : text.substring(0, space);
    String digits = text.substring(space + 1).trim();
    try {
      return switch (type) {
        case "int32" -> new DbusValue.Int32(Integer.parseInt(digits));
        case "uint32" -> new DbusValue.Uint32((int) Long.parseLong(digits));
        case "int64" -> new DbusValue.Int64(Long.parseLong(digits));
        case "uint64" -> new DbusValue.Uint64(Long.parseLong(digits));
        case "byte" -> new DbusValue.Byte8(Integer.parseInt(digits));
        default -> throw bad(key, "unknown type " + type);
      };
    } catch (NumberFormatException e) {
      throw bad(key, "\"" + text + "\" is neither a number nor a quoted string");
    }
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static RuncException bad(String key, String problem) {
    return new RuncException("annotation " + key + " value parse error: " + problem);
  }
}
