/**
 * Images made here: of what a container has changed ({@code docker commit}), of a file system
 * ({@code docker import}), which may be at a URL; and a container's file system as a tar ({@code
 * docker export}).
 *
 * <p>Not here: what comes from elsewhere as an image, which is {@code image} and {@code
 * image.pull}.
 */
@NullMarked
package dev.stevedore.dockerd.image.make;

import org.jspecify.annotations.NullMarked;
