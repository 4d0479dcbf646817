package dev.stevedore.lib.oci.image;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import dev.stevedore.lib.oci.json.Ordered;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What some content is, its digest and its size (image-spec, descriptor.md).
 *
 * @param mediaType one of {@link MediaTypes}, or any other
 * @param digest of the content
 * @param size of the content, in bytes
 * @param urls where else it can be had
 * @param annotations free text by key
 * @param platform what it runs on; set in an index
 */
public record Descriptor(
    String mediaType,
    Digest digest,
    long size,
    List<String> urls,
    Map<String, String> annotations,
    Optional<Platform> platform) {
  /** Keeps copies of the list and map; throws IllegalArgumentException if the size is negative. */
  public Descriptor {
    if (size < 0) {
      throw new IllegalArgumentException("negative size " + size);
    }
    urls = List.copyOf(urls);
    annotations = Ordered.copyOf(annotations);
  }

  /** A descriptor of nothing but type, digest and size. */
  public Descriptor(String mediaType, Digest digest, long size) {
    this(mediaType, digest, size, List.of(), Map.of(), Optional.empty());
  }

  /** The descriptor of these bytes. */
  public static Descriptor of(String mediaType, byte[] content) {
    return new Descriptor(mediaType, Digest.sha256(content), content.length);
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static Descriptor read(ObjectReader in) {
    return new Descriptor(
        in.string("mediaType", ""),
        in.parsed("digest", Digest::parse),
        in.int64("size"),
        in.strings("urls"),
        in.stringMap("annotations"),
        in.object("platform", Platform::read));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .value("mediaType", mediaType)
        .value("digest", digest.toString())
        .value("size", size)
        .strings("urls", urls)
        .stringMap("annotations", annotations)
        .object("platform", platform, Platform::toJson)
        .toJson();
  }
}
