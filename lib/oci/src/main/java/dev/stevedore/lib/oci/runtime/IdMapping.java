package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.List;
import java.util.OptionalLong;

/**
 * A range of ids, inside and outside of a user namespace.
 *
 * @param containerId the first id inside
 * @param hostId what it is outside
 * @param size how many
 */
public record IdMapping(long containerId, long hostId, long size) {
  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static IdMapping read(ObjectReader in) {
    return new IdMapping(in.uint32("containerID"), in.uint32("hostID"), in.uint32("size"));
  }

  /** What an id inside is outside; empty if none of the ranges has it. */
  public static OptionalLong hostId(List<IdMapping> mappings, long id) {
    for (IdMapping mapping : mappings) {
      if (id >= mapping.containerId && id - mapping.containerId < mapping.size) {
        return OptionalLong.of(mapping.hostId + id - mapping.containerId);
      }
    }
    return OptionalLong.empty();
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .value("containerID", containerId)
        .value("hostID", hostId)
        .value("size", size)
        .toJson();
  }
}
