package dev.stevedore.lib.oci.image;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.JsonFormatException;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import dev.stevedore.lib.oci.json.Ordered;
import java.util.List;
import java.util.Map;

/**
 * One image for one platform: its config and its layers, the lowest first (image-spec, manifest.md;
 * Docker's schema 2 manifest has the same shape).
 *
 * @param mediaType {@link MediaTypes#MANIFEST} or {@link MediaTypes#DOCKER_MANIFEST}; empty if the
 *     document does not say
 * @param config descriptor of the {@link ImageConfig}
 * @param layers descriptors of the layers
 * @param annotations free text by key
 */
public record Manifest(
    String mediaType, Descriptor config, List<Descriptor> layers, Map<String, String> annotations) {
  /** Keeps copies of the list and map. */
  public Manifest {
    layers = List.copyOf(layers);
    annotations = Ordered.copyOf(annotations);
  }

  /**
   * Reads the JSON object; throws what {@link ObjectReader} throws, also if it is an index or a
   * Docker schema 1 manifest.
   */
  public static Manifest read(ObjectReader in) {
    SchemaVersion.require(in);
    if (in.has("manifests")) {
      throw new JsonFormatException(in.pathOf("manifests"), "belongs to an index, not a manifest");
    }
    return new Manifest(
        in.string("mediaType", ""),
        in.required("config", Descriptor::read),
        in.list("layers", Descriptor::read),
        in.stringMap("annotations"));
  }

  /** Parses a document; throws what {@link ObjectReader} throws. */
  public static Manifest parse(String json) {
    return read(ObjectReader.parse(json));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .value("schemaVersion", SchemaVersion.CURRENT)
        .string("mediaType", mediaType)
        .value("config", config.toJson())
        .list("layers", layers, Descriptor::toJson)
        .stringMap("annotations", annotations)
        .toJson();
  }
}
