package dev.stevedore.lib.registry;

import dev.stevedore.lib.oci.image.Descriptor;
import java.nio.charset.StandardCharsets;

/**
 * A manifest or an index, as the registry has it.
 *
 * @param descriptor its media type, digest and size
 * @param content its bytes, which have that digest
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never changed
public record FetchedManifest(Descriptor descriptor, byte[] content) {
  /** The JSON document. */
  public String json() {
    return new String(content, StandardCharsets.UTF_8);
  }
}
