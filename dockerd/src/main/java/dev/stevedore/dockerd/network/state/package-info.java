/**
 * What there is: networks and the addresses that are given out of them, containers' endpoints and
 * sandboxes. In memory for who asks, in SQLite for the next daemon.
 *
 * <p>Not here: how any of it comes to be.
 */
@NullMarked
package dev.stevedore.dockerd.network.state;

import org.jspecify.annotations.NullMarked;
