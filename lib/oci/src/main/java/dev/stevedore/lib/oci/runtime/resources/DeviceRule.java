package dev.stevedore.lib.oci.runtime.resources;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.OptionalLong;

/**
 * A rule of the device cgroup.
 *
 * @param allow whether it allows
 * @param type {@code a}, {@code c} or {@code b}; empty for all
 * @param major major number; not set for all
 * @param minor minor number; not set for all
 * @param access letters of {@code rwm}: read, write, mknod
 */
public record DeviceRule(
    boolean allow, String type, OptionalLong major, OptionalLong minor, String access) {
  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static DeviceRule read(ObjectReader in) {
    return new DeviceRule(
        in.bool("allow", false),
        in.string("type", ""),
        in.optionalInt64("major"),
        in.optionalInt64("minor"),
        in.string("access", ""));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .value("allow", allow)
        .string("type", type)
        .number("major", major)
        .number("minor", minor)
        .string("access", access)
        .toJson();
  }
}
