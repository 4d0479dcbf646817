/**
 * What survives the daemon: networks, endpoints and sandboxes, in SQLite.
 *
 * <p>Not here: what they mean.
 */
@NullMarked
package dev.stevedore.dockerd.network.store;

import org.jspecify.annotations.NullMarked;
