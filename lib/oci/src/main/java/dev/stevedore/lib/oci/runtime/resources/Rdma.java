package dev.stevedore.lib.oci.runtime.resources;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.OptionalLong;

/**
 * Limits of an RDMA device.
 *
 * @param hcaHandles handles
 * @param hcaObjects objects
 */
public record Rdma(OptionalLong hcaHandles, OptionalLong hcaObjects) {
  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static Rdma read(ObjectReader in) {
    return new Rdma(in.optionalUint32("hcaHandles"), in.optionalUint32("hcaObjects"));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .number("hcaHandles", hcaHandles)
        .number("hcaObjects", hcaObjects)
        .toJson();
  }
}
