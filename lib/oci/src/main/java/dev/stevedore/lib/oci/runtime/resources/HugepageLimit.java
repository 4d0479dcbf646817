package dev.stevedore.lib.oci.runtime.resources;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;

/**
 * A limit of huge pages.
 *
 * @param pageSize such as {@code 2MB}
 * @param limit bytes, unsigned
 */
public record HugepageLimit(String pageSize, long limit) {
  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static HugepageLimit read(ObjectReader in) {
    return new HugepageLimit(in.string("pageSize"), in.uint64("limit"));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter().value("pageSize", pageSize).unsignedValue("limit", limit).toJson();
  }
}
