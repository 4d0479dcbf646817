package dev.stevedore.dockerd.image;

import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.reference.ImageReference;
import java.util.List;

/**
 * An image found in an archive; its blobs are in the content store.
 *
 * @param target its manifest
 * @param names the names the archive gives it
 */
record ArchivedImage(Descriptor target, List<ImageReference> names) {}
