/**
 * The OCI image specification as records: descriptors, indexes, manifests, image configs, and their
 * JSON. Docker's older media types of the same documents are known too.
 *
 * <p>Works on the JVM and in native programs, except {@link dev.stevedore.lib.oci.image.Digest}'s
 * hashing and {@link dev.stevedore.lib.oci.image.ChainIds}, which need a JVM. Not here: fetching,
 * storing or unpacking any of it.
 */
@NullMarked
package dev.stevedore.lib.oci.image;

import org.jspecify.annotations.NullMarked;
