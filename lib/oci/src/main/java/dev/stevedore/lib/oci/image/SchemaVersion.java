package dev.stevedore.lib.oci.image;

import dev.stevedore.lib.oci.json.JsonFormatException;
import dev.stevedore.lib.oci.json.ObjectReader;

/** The version that manifests and indexes begin with. */
final class SchemaVersion {
  static final long CURRENT = 2;

  private SchemaVersion() {}

  static void require(ObjectReader in) {
    long version = in.int64("schemaVersion", CURRENT);
    if (version != CURRENT) {
      throw new JsonFormatException(
          in.pathOf("schemaVersion"), "must be " + CURRENT + ", not " + version);
    }
  }
}
