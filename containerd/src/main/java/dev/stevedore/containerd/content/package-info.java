/**
 * The content service: blobs named by their digest, and the ingests they are written through.
 *
 * <p>Not here: what is in the blobs.
 */
@NullMarked
package dev.stevedore.containerd.content;

import org.jspecify.annotations.NullMarked;
