/**
 * {@code /networks} of the Engine API, and how networks and containers' places in them are shown.
 *
 * <p>Not here: what the requests do.
 */
@NullMarked
package dev.stevedore.dockerd.network.api;

import org.jspecify.annotations.NullMarked;
