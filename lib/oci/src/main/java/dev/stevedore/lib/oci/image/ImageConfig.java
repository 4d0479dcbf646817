package dev.stevedore.lib.oci.image;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.List;

/**
 * The config of an image: what it runs on, how to run it, and which layers it is made of
 * (image-spec, config.md). The digest of this document is what Docker shows as the image's id.
 *
 * @param created RFC 3339, empty if not known
 * @param author who made it
 * @param platform what it runs on
 * @param execution how to run it unless told otherwise
 * @param diffIds digests of the layers, uncompressed, the lowest first
 * @param history how it came to be, the oldest step first
 * @param comment free text (Docker)
 */
public record ImageConfig(
    String created,
    String author,
    Platform platform,
    ExecutionDefaults execution,
    List<Digest> diffIds,
    List<History> history,
    String comment) {
  /** Keeps copies of the lists. */
  public ImageConfig {
    diffIds = List.copyOf(diffIds);
    history = List.copyOf(history);
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static ImageConfig read(ObjectReader in) {
    return new ImageConfig(
        in.string("created", ""),
        in.string("author", ""),
        Platform.read(in),
        in.object("config", ExecutionDefaults::read).orElse(ExecutionDefaults.NONE),
        in.object("rootfs", rootfs -> rootfs.parsedList("diff_ids", Digest::parse))
            .orElse(List.of()),
        in.list("history", History::read),
        in.string("comment", ""));
  }

  /** Parses a document; throws what {@link ObjectReader} throws. */
  public static ImageConfig parse(String json) {
    return read(ObjectReader.parse(json));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .string("created", created)
        .string("author", author)
        .value("architecture", platform.architecture())
        .string("variant", platform.variant())
        .value("os", platform.os())
        .string("os.version", platform.osVersion())
        .strings("os.features", platform.osFeatures())
        .value("config", execution.toJson())
        .value(
            "rootfs",
            new ObjectWriter()
                .value("type", "layers")
                .list("diff_ids", diffIds, id -> Json.value(id.toString()))
                .toJson())
        .list("history", history, History::toJson)
        .string("comment", comment)
        .toJson();
  }
}
