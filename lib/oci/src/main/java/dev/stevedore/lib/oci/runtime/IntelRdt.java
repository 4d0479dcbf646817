package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.List;

/**
 * Intel Resource Director Technology.
 *
 * @param closId class of service
 * @param schemata lines for the schemata file
 * @param l3CacheSchema schema of the L3 cache
 * @param memBwSchema schema of memory bandwidth
 * @param enableMonitoring whether to make a monitoring group
 */
public record IntelRdt(
    String closId,
    List<String> schemata,
    String l3CacheSchema,
    String memBwSchema,
    boolean enableMonitoring) {
  /** Keeps copies of the lists and maps. */
  public IntelRdt {
    schemata = List.copyOf(schemata);
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static IntelRdt read(ObjectReader in) {
    return new IntelRdt(
        in.string("closID", ""),
        in.strings("schemata"),
        in.string("l3CacheSchema", ""),
        in.string("memBwSchema", ""),
        in.bool("enableMonitoring", false));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .string("closID", closId)
        .strings("schemata", schemata)
        .string("l3CacheSchema", l3CacheSchema)
        .string("memBwSchema", memBwSchema)
        .bool("enableMonitoring", enableMonitoring)
        .toJson();
  }
}
