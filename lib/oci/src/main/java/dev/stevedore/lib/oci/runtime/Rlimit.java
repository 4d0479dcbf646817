package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;

/**
 * A resource limit (setrlimit(2)).
 *
 * @param type which
 * @param hard ceiling; an unsigned number, -1 for none
 * @param soft what holds now; an unsigned number, -1 for none
 */
public record Rlimit(RlimitType type, long hard, long soft) {
  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static Rlimit read(ObjectReader in) {
    return new Rlimit(in.parsed("type", RlimitType::of), in.uint64("hard"), in.uint64("soft"));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .value("type", type.specName())
        .unsignedValue("hard", hard)
        .unsignedValue("soft", soft)
        .toJson();
  }
}
