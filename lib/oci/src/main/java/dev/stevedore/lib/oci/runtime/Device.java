package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.OptionalLong;

/**
 * A device node to make in the container.
 *
 * @param path where, absolute
 * @param type {@code c} or {@code u}, {@code b}, {@code p}
 * @param major major number
 * @param minor minor number
 * @param fileMode permission bits
 * @param uid owner
 * @param gid group
 */
public record Device(
    String path,
    String type,
    long major,
    long minor,
    OptionalLong fileMode,
    OptionalLong uid,
    OptionalLong gid) {
  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static Device read(ObjectReader in) {
    return new Device(
        in.string("path"),
        in.string("type"),
        in.int64("major", 0),
        in.int64("minor", 0),
        in.optionalUint32("fileMode"),
        in.optionalUint32("uid"),
        in.optionalUint32("gid"));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .value("path", path)
        .value("type", type)
        .number("major", major)
        .number("minor", minor)
        .number("fileMode", fileMode)
        .number("uid", uid)
        .number("gid", gid)
        .toJson();
  }
}
