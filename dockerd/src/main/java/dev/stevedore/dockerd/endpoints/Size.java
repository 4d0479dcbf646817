package dev.stevedore.dockerd.endpoints;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Query;

/** The size of a terminal, in characters. */
record Size(int height, int width) {
  /** What the kernel keeps of a size (TIOCSWINSZ). */
  private static final long MAX = 0xffff;

  /** Reads the parameters {@code h} and {@code w}; throws Docker's texts. */
  static Size of(Query query) {
    return new Size(side(query, "h", "height"), side(query, "w", "width"));
  }

  private static int side(Query query, String parameter, String name) {
    String text = query.text(parameter);
    if (!text.matches("-?[0-9]+")) {
      throw bad(name, text, "invalid syntax");
    }
    if (text.startsWith("-") || text.length() > 9 || Long.parseLong(text) > MAX) {
      throw bad(name, text, "value out of range");
    }
    return Integer.parseInt(text);
  }

  private static ApiException bad(String name, String text, String reason) {
    return new ApiException.BadParameter("invalid resize " + name + " \"" + text + "\": " + reason);
  }
}
