package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;

/**
 * Size of a terminal in characters.
 *
 * @param height rows
 * @param width columns
 */
public record ConsoleSize(long height, long width) {
  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static ConsoleSize read(ObjectReader in) {
    return new ConsoleSize(in.uint32("height"), in.uint32("width"));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter().value("height", height).value("width", width).toJson();
  }
}
