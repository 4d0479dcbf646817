package dev.stevedore.docker.engine;

import java.nio.charset.StandardCharsets;

/** Builds a path with a query; everything that needs it is percent-encoded. */
public final class Query {
  private static final String UNRESERVED = "-._~";
  private static final String HEX = "0123456789ABCDEF";

  private final StringBuilder text;
  private boolean first = true;

  private Query(String path) {
    text = new StringBuilder(path);
  }

  /**
   * @param path a path whose changing parts went through {@link #escape}
   */
  public static Query of(String path) {
    return new Query(path);
  }

  /** Adds a parameter. */
  public Query with(String name, String value) {
    text.append(first ? '?' : '&').append(escape(name)).append('=').append(escape(value));
    first = false;
    return this;
  }

  /** Adds a parameter unless its value is empty. */
  public Query withIfSet(String name, String value) {
    return value.isEmpty() ? this : with(name, value);
  }

  /** Adds {@code name=1} if the flag is on. */
  public Query withFlag(String name, boolean on) {
    return on ? with(name, "1") : this;
  }

  /** The path and the query. */
  public String target() {
    return text.toString();
  }

  /** A part of a path or query with everything but unreserved letters percent-encoded. */
  public static String escape(String part) {
    StringBuilder escaped = new StringBuilder(part.length());
    for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if ((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || UNRESERVED.indexOf(c) >= 0) {
        escaped.append(c);
      } else {
        escaped.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
    return escaped.toString();
  }
}
