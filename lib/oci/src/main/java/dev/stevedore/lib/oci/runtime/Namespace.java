package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;

/**
 * A namespace (namespaces(7)) of the container.
 *
 * @param type which kind
 * @param path the namespace to join; empty for a new one
 */
public record Namespace(NamespaceType type, String path) {
  /** A new namespace. */
  public static Namespace create(NamespaceType type) {
    return new Namespace(type, "");
  }

  /** Whether it is to be made, rather than joined. */
  public boolean isNew() {
    return path.isEmpty();
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static Namespace read(ObjectReader in) {
    return new Namespace(in.parsed("type", NamespaceType::of), in.string("path", ""));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter().value("type", type.specName()).string("path", path).toJson();
  }
}
