package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;

/**
 * A network device moved into the container.
 *
 * @param name its name inside; empty to keep the one it has
 */
public record NetDevice(String name) {
  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static NetDevice read(ObjectReader in) {
    return new NetDevice(in.string("name", ""));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter().string("name", name).toJson();
  }
}
