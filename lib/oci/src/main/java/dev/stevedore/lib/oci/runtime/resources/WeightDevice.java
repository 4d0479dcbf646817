package dev.stevedore.lib.oci.runtime.resources;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.OptionalLong;

/**
 * The weight of a block device.
 *
 * @param major major number
 * @param minor minor number
 * @param weight 10 to 1000
 * @param leafWeight against the cgroup's children
 */
public record WeightDevice(long major, long minor, OptionalLong weight, OptionalLong leafWeight) {
  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static WeightDevice read(ObjectReader in) {
    return new WeightDevice(
        in.int64("major"),
        in.int64("minor"),
        in.optionalUint32("weight"),
        in.optionalUint32("leafWeight"));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .value("major", major)
        .value("minor", minor)
        .number("weight", weight)
        .number("leafWeight", leafWeight)
        .toJson();
  }
}
