package dev.stevedore.lib.oci.runtime.resources;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;

/**
 * The priority of packets sent through an interface.
 *
 * @param name the interface
 * @param priority its priority
 */
public record InterfacePriority(String name, long priority) {
  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static InterfacePriority read(ObjectReader in) {
    return new InterfacePriority(in.string("name"), in.uint32("priority"));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter().value("name", name).value("priority", priority).toJson();
  }
}
