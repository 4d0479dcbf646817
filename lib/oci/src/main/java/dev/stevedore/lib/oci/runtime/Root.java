package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;

/**
 * The root file system of a container.
 *
 * @param path where it is; relative to the bundle, or absolute
 * @param readonly whether it is mounted read-only
 */
public record Root(String path, boolean readonly) {
  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static Root read(ObjectReader in) {
    return new Root(in.string("path"), in.bool("readonly", false));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter().value("path", path).bool("readonly", readonly).toJson();
  }
}
