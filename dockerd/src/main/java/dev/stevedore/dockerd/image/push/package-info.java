/**
 * {@code docker push}: from containerd to a registry, byte for byte as it was pulled or loaded.
 *
 * <p>Not here: the registry's protocol, which is {@code lib/registry}.
 */
@NullMarked
package dev.stevedore.dockerd.image.push;

import org.jspecify.annotations.NullMarked;
