package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;

/**
 * The CPUs of an exec'ed process, as lists such as {@code 0-3,7}.
 *
 * @param initial while the runtime sets it up
 * @param last from then on
 */
public record CpuAffinity(String initial, String last) {
  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static CpuAffinity read(ObjectReader in) {
    return new CpuAffinity(in.string("initial", ""), in.string("final", ""));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter().string("initial", initial).string("final", last).toJson();
  }
}
