package dev.stevedore.lib.oci.runtime.resources;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;

/**
 * The limit of a block device.
 *
 * @param major major number
 * @param minor minor number
 * @param rate bytes or operations a second, unsigned
 */
public record ThrottleDevice(long major, long minor, long rate) {
  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static ThrottleDevice read(ObjectReader in) {
    return new ThrottleDevice(in.int64("major"), in.int64("minor"), in.uint64("rate"));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .value("major", major)
        .value("minor", minor)
        .unsignedValue("rate", rate)
        .toJson();
  }
}
