package dev.stevedore.dockerd.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Header fields in the order they were added; names are compared without regard to case (RFC 9110
 * section 5.1).
 */
public final class Headers {
  /** One field line. */
  public record Field(String name, String value) {}

  private final List<Field> fields = new ArrayList<>();

  /** Returns the value of the first field of this name. */
  public Optional<String> first(String name) {
    for (Field field : fields) {
      if (field.name().equalsIgnoreCase(name)) {
        return Optional.of(field.value());
      }
    }
    return Optional.empty();
  }

  /** Returns the values of all fields of this name, in order. */
  public List<String> all(String name) {
    return fields.stream().filter(f -> f.name().equalsIgnoreCase(name)).map(Field::value).toList();
  }

  /**
   * Returns whether a field of this name holds a token, as in {@code Connection: keep-alive,
   * Upgrade}.
   */
  public boolean hasToken(String name, String token) {
    for (String value : all(name)) {
      for (String part : value.split(",")) {
        if (part.strip().equalsIgnoreCase(token)) {
          return true;
        }
      }
    }
    return false;
  }

  public void add(String name, String value) {
    fields.add(new Field(name, value));
  }

  /** Replaces all fields of this name by one. */
  public void set(String name, String value) {
    remove(name);
    add(name, value);
  }

  public void remove(String name) {
    fields.removeIf(f -> f.name().equalsIgnoreCase(name));
  }

  /** Returns the fields, in order; a snapshot. */
  public List<Field> fields() {
    return List.copyOf(fields);
  }

  /**
   * Appends the field lines, each ended by CR LF. A line break within a value would forge a field:
   * it becomes a space.
   */
  void writeTo(StringBuilder out) {
    for (Field field : fields) {
      out.append(field.name())
          .append(": ")
          .append(field.value().replace('\r', ' ').replace('\n', ' '))
          .append("\r\n");
    }
  }

  @Override
  public String toString() {
    return fields.toString().toLowerCase(Locale.ROOT);
  }
}
