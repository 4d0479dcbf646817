/**
 * Registries, as this daemon's users reach them: configuration, credentials that come with a
 * request, limits of how much goes on at the same time, and failures as the API tells them.
 *
 * <p>Not here: the protocol, which is {@code lib/registry}, and what is done with images, which is
 * {@code image}.
 */
@NullMarked
package dev.stevedore.dockerd.registry;

import org.jspecify.annotations.NullMarked;
