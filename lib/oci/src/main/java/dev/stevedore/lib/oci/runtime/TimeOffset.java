package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;

/**
 * Offset of a clock in a time namespace.
 *
 * @param secs seconds
 * @param nanosecs nanoseconds
 */
public record TimeOffset(long secs, long nanosecs) {
  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static TimeOffset read(ObjectReader in) {
    return new TimeOffset(in.int64("secs", 0), in.uint32("nanosecs", 0));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter().number("secs", secs).number("nanosecs", nanosecs).toJson();
  }
}
