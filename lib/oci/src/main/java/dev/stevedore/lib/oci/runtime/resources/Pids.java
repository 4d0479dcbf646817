package dev.stevedore.lib.oci.runtime.resources;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.OptionalLong;

/**
 * Limit of the number of tasks.
 *
 * @param limit the most; -1 or 0 for no limit
 */
public record Pids(OptionalLong limit) {
  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static Pids read(ObjectReader in) {
    return new Pids(in.optionalInt64("limit"));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter().number("limit", limit).toJson();
  }
}
