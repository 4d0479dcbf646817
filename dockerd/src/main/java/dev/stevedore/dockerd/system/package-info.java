/**
 * Endpoints about the engine itself: ping, version, info, disk usage, auth.
 *
 * <p>Not here: events (a package of their own), containers and images.
 */
@NullMarked
package dev.stevedore.dockerd.system;

import org.jspecify.annotations.NullMarked;
