package dev.stevedore.lib.oci.json;

import com.eclipsesource.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Where in a text a value is: {@code linux.namespaces[3].path}. Only an error needs it as text, so
 * it is not made before.
 *
 * @param above what holds the value; null at the top
 * @param name of the field, or of the member of an object whose names are data
 * @param index of the element, or one of the numbers below
 */
record Place(@Nullable Place above, String name, int index) {
  static final Place TOP = new Place(null, "", Place.FIELD);

  private static final int FIELD = -1;
  private static final int MEMBER = -2;

  /** A field of the object here. */
  Place field(String field) {
    return new Place(this, field, FIELD);
  }

  /** An element of the array here. */
  Place element(int at) {
    return new Place(this, "", at);
  }

  /** A member of the object here, whose names may be anything. */
  Place member(String key) {
    return new Place(this, key, MEMBER);
  }

  /** As text. */
  String path() {
    if (above == null) {
      return "";
    }
    String before = above.path();
    return switch (index) {
      case FIELD -> before.isEmpty() ? name : before + "." + name;
      case MEMBER -> before + "[" + ObjectReader.shortened(Json.value(name).toString()) + "]";
      default -> before + "[" + index + "]";
    };
  }
}
