package dev.stevedore.docker.create;

import com.eclipsesource.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code --volume}: with a source it is a bind, {@code /a:/b:ro} or {@code name:/b}; a path alone
 * is an anonymous volume. The daemon checks the rest.
 */
final class Volumes {
  private final List<String> binds = new ArrayList<>();
  private final JsonObject anonymous = new JsonObject();

  /**
   * Reads the values.
   *
   * @param directory what a relative source starts from
   */
  Volumes(List<String> values, String directory) {
    for (String value : values) {
      int colon = value.indexOf(':');
      if (colon > 0) {
        String source = Paths.absoluteIfDotted(value.substring(0, colon), directory);
        String bind = source + value.substring(colon);
        if (!binds.contains(bind)) {
          binds.add(bind);
        }
      } else {
        anonymous.set(value, new JsonObject());
      }
    }
  }

  List<String> binds() {
    return binds;
  }

  JsonObject anonymous() {
    return anonymous;
  }
}
