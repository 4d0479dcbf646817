package dev.stevedore.lib.oci.runtime.resources;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.List;
import java.util.OptionalLong;

/**
 * Class and priorities of network packets.
 *
 * @param classId for net_cls.classid
 * @param priorities for net_prio.ifpriomap
 */
public record NetworkLimits(OptionalLong classId, List<InterfacePriority> priorities) {
  /** Keeps copies of the lists and maps. */
  public NetworkLimits {
    priorities = List.copyOf(priorities);
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static NetworkLimits read(ObjectReader in) {
    return new NetworkLimits(
        in.optionalUint32("classID"), in.list("priorities", InterfacePriority::read));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .number("classID", classId)
        .list("priorities", priorities, InterfacePriority::toJson)
        .toJson();
  }
}
