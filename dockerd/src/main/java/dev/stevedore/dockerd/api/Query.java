package dev.stevedore.dockerd.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A request's query parameters, read as Docker reads them. */
public final class Query {
  private final Map<String, List<String>> values;

  private Query(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * Reads {@code a=b&c=d%20e}.
   *
   * @throws ApiException.BadParameter if the percent-encoding is broken
   */
  public static Query parse(String raw) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : raw.split("&")) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }
    return new Query(values);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ApiException.BadParameter("invalid URL escape in \"" + text + "\"", e);
    }
  }

  /** Returns whether the parameter is there, with or without a value. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** Returns the first value, if it is there and not empty. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name)).map(List::getFirst).filter(v -> !v.isEmpty());
  }

  /** Returns the first value; empty if there is none. */
  public String text(String name) {
    return get(name).orElse("");
  }

  /** Returns all values, in order. */
  public List<String> all(String name) {
    return List.copyOf(values.getOrDefault(name, List.of()));
  }

  /** Returns Docker's idea of a boolean: all but nothing, 0, no, false and none is true. */
  public boolean isTrue(String name) {
    return switch (text(name).strip().toLowerCase(Locale.ROOT)) {
      case "", "0", "no", "false", "none" -> false;
      default -> true;
    };
  }

  /** Returns {@link #isTrue(String)}, or the default if the parameter is not there. */
  public boolean isTrue(String name, boolean ifAbsent) {
    return has(name) ? isTrue(name) : ifAbsent;
  }

  /**
   * Returns a whole number, if the parameter is there and not empty.
   *
   * @throws ApiException.BadParameter if it is no number
   */
  public Optional<Long> number(String name) {
    return get(name).map(value -> number(name, value));
  }

  private static long number(String name, String value) {
    try {
      return Long.parseLong(value.strip());
    } catch (NumberFormatException e) {
      throw new ApiException.BadParameter(
          "invalid value for parameter " + name + ": \"" + value + "\" is no integer", e);
    }
  }

  /** Returns the parameter {@code filters}. */
  public Filters filters() {
    return Filters.parse(text("filters"));
  }
}
