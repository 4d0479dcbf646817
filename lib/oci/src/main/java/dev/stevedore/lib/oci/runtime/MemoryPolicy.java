package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.List;

/**
 * NUMA memory policy (set_mempolicy(2)).
 *
 * @param mode such as {@code MPOL_BIND}
 * @param nodes nodes, such as {@code 0-1,3}
 * @param flags such as {@code MPOL_F_STATIC_NODES}
 */
public record MemoryPolicy(String mode, String nodes, List<String> flags) {
  /** Keeps copies of the lists and maps. */
  public MemoryPolicy {
    flags = List.copyOf(flags);
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static MemoryPolicy read(ObjectReader in) {
    return new MemoryPolicy(in.string("mode"), in.string("nodes", ""), in.strings("flags"));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .value("mode", mode)
        .string("nodes", nodes)
        .strings("flags", flags)
        .toJson();
  }
}
