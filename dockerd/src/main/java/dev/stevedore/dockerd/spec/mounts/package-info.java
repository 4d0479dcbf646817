/**
 * What a user or an image wants mounted into a container, read and checked with Docker's rules:
 * {@code -v}, {@code --mount}, {@code --tmpfs}, {@code --volumes-from} and VOLUME.
 *
 * <p>Not here: volumes themselves (package volume), and how a mount is written into a spec.
 */
@NullMarked
package dev.stevedore.dockerd.spec.mounts;

import org.jspecify.annotations.NullMarked;
