package dev.stevedore.dockerd.endpoints;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Query;

/** The size of a terminal, in characters. */
record Size(int height, int width) {
  /** Reads the parameters {@code h} and {@code w}. */
  static Size of(Query query) {
    return new Size(side(query, "h"), side(query, "w"));
  }

  private static int side(Query query, String name) {
    long value =
        query
            .number(name)
            .orElseThrow(
                () -> new ApiException.BadParameter("invalid resize: " + name + " is missing"));
    if (value < 0 || value > 0xffff) {
      throw new ApiException.BadParameter("invalid resize: " + name + "=" + value);
    }
    return (int) value;
  }
}
