package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A mount in the container (config.md, "Mounts").
 *
 * @param destination absolute path in the container
 * @param type file system; empty or {@code bind} or {@code none} for a bind mount
 * @param source device, file name or word; relative paths start at the bundle
 * @param options as mount(8) and the specification name them
 * @param uidMappings for an idmapped mount
 * @param gidMappings for an idmapped mount
 */
public record Mount(
    String destination,
    String type,
    String source,
    List<String> options,
    List<IdMapping> uidMappings,
    List<IdMapping> gidMappings) {
  /** Keeps copies of the lists and maps. */
  public Mount {
    options = List.copyOf(options);
    uidMappings = List.copyOf(uidMappings);
    gidMappings = List.copyOf(gidMappings);
  }

  /** A mount without id mappings. */
  public Mount(String destination, String type, String source, List<String> options) {
    this(destination, type, source, options, List.of(), List.of());
  }

  /** A mount of a directory or file; {@code options} are in addition to {@code rbind}. */
  public static Mount bind(String source, String destination, List<String> options) {
    List<String> all = new ArrayList<>(options);
    if (!all.contains("bind") && !all.contains("rbind")) {
      all.addFirst("rbind");
    }
    return new Mount(destination, "bind", source, all);
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static Mount read(ObjectReader in) {
    return new Mount(
        in.string("destination"),
        in.string("type", ""),
        in.string("source", ""),
        in.strings("options"),
        in.list("uidMappings", IdMapping::read),
        in.list("gidMappings", IdMapping::read));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .value("destination", destination)
        .string("type", type)
        .string("source", source)
        .strings("options", options)
        .list("uidMappings", uidMappings, IdMapping::toJson)
        .list("gidMappings", gidMappings, IdMapping::toJson)
        .toJson();
  }
}
