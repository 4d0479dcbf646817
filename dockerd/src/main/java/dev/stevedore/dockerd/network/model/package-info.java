/**
 * What a network, an endpoint and a container's sandbox are: records, as they are stored and as the
 * Engine API writes them.
 *
 * <p>Not here: what is done with them.
 */
@NullMarked
package dev.stevedore.dockerd.network.model;

import org.jspecify.annotations.NullMarked;
