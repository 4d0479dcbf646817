package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.List;

/**
 * The five capability sets of a process (capabilities(7)), by names such as {@code CAP_CHOWN}.
 *
 * @param bounding the most execve can give
 * @param effective what the kernel checks
 * @param inheritable kept over execve with file inheritable
 * @param permitted the most effective can be
 * @param ambient kept over execve without privileges
 */
public record Capabilities(
    List<String> bounding,
    List<String> effective,
    List<String> inheritable,
    List<String> permitted,
    List<String> ambient) {
  /** Keeps copies of the lists and maps. */
  public Capabilities {
    bounding = List.copyOf(bounding);
    effective = List.copyOf(effective);
    inheritable = List.copyOf(inheritable);
    permitted = List.copyOf(permitted);
    ambient = List.copyOf(ambient);
  }

  /**
   * The same capabilities in bounding, effective and permitted; none in the other two, as Docker
   * does.
   */
  public static Capabilities of(List<String> names) {
    return new Capabilities(names, names, List.of(), names, List.of());
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static Capabilities read(ObjectReader in) {
    return new Capabilities(
        in.strings("bounding"),
        in.strings("effective"),
        in.strings("inheritable"),
        in.strings("permitted"),
        in.strings("ambient"));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .strings("bounding", bounding)
        .strings("effective", effective)
        .strings("inheritable", inheritable)
        .strings("permitted", permitted)
        .strings("ambient", ambient)
        .toJson();
  }
}
