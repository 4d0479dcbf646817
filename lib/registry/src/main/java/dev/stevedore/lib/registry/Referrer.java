package dev.stevedore.lib.registry;

import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.json.ObjectReader;

/**
 * A manifest that names another one as its subject.
 *
 * @param descriptor of it
 * @param artifactType what it is, such as a signature's media type; empty if it does not say
 */
public record Referrer(Descriptor descriptor, String artifactType) {
  static Referrer read(ObjectReader in) {
    return new Referrer(Descriptor.read(in), in.string("artifactType", ""));
  }
}
