/**
 * What happens in the engine, told to whoever listens: the bus, the filters of {@code GET /events},
 * and that endpoint.
 *
 * <p>Not here: who publishes (containers, images, the daemon itself).
 */
@NullMarked
package dev.stevedore.dockerd.events;

import org.jspecify.annotations.NullMarked;
