package dev.stevedore.docker.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The headers of a message, in order; names are compared without regard to case. */
public final class Headers {
  private final List<String> names = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  /** Adds one header and gives this back. */
  public Headers add(String name, String value) {
    names.add(name);
    values.add(value);
    return this;
  }

  /** The first value of the header. */
  public Optional<String> first(String name) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        return Optional.of(values.get(i));
      }
    }
    return Optional.empty();
  }

  boolean has(String name, String value) {
    return first(name).map(found -> found.toLowerCase(Locale.ROOT).contains(value)).orElse(false);
  }

  void writeTo(StringBuilder text) {
    for (int i = 0; i < names.size(); i++) {
      text.append(names.get(i)).append(": ").append(values.get(i)).append("\r\n");
    }
  }
}
