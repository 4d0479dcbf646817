package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.List;

/**
 * Execution domain of a process (personality(2)).
 *
 * @param domain {@code LINUX} or {@code LINUX32}
 * @param flags none are defined
 */
public record Personality(String domain, List<String> flags) {
  /** Keeps copies of the lists and maps. */
  public Personality {
    flags = List.copyOf(flags);
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static Personality read(ObjectReader in) {
    return new Personality(in.string("domain"), in.strings("flags"));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter().value("domain", domain).strings("flags", flags).toJson();
  }
}
