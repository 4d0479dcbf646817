package dev.stevedore.lib.oci.image;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.JsonFormatException;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import dev.stevedore.lib.oci.json.Ordered;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The same image for several platforms, or the images in an OCI layout (image-spec, image-index.md;
 * Docker's manifest list has the same shape).
 *
 * @param mediaType {@link MediaTypes#INDEX} or {@link MediaTypes#DOCKER_MANIFEST_LIST}; empty if
 *     the document does not say
 * @param manifests descriptors of manifests, or of further indexes
 * @param annotations free text by key
 */
public record Index(String mediaType, List<Descriptor> manifests, Map<String, String> annotations) {
  /** Keeps copies of the list and map. */
  public Index {
    manifests = List.copyOf(manifests);
    annotations = Ordered.copyOf(annotations);
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws, also if it is a manifest. */
  public static Index read(ObjectReader in) {
    SchemaVersion.require(in);
    if (in.has("config") || in.has("layers")) {
      throw new JsonFormatException(
          in.pathOf(in.has("config") ? "config" : "layers"), "belongs to a manifest, not an index");
    }
    return new Index(
        in.string("mediaType", ""),
        in.list("manifests", Descriptor::read),
        in.stringMap("annotations"));
  }

  /** Parses a document; throws what {@link ObjectReader} throws. */
  public static Index parse(String json) {
    return read(ObjectReader.parse(json));
  }

  /** The first manifest that runs on the machine; one that names no platform counts as a match. */
  public Optional<Descriptor> manifestFor(Platform machine) {
    return manifests.stream()
        .filter(manifest -> manifest.platform().map(it -> it.runsOn(machine)).orElse(true))
        .findFirst();
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .value("schemaVersion", SchemaVersion.CURRENT)
        .string("mediaType", mediaType)
        .list("manifests", manifests, Descriptor::toJson)
        .stringMap("annotations", annotations)
        .toJson();
  }
}
