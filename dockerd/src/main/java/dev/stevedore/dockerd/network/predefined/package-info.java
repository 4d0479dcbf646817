/**
 * Networks that are always there: bridge (the default network), host and none.
 *
 * <p>Not here: networks that somebody makes ({@code definition}).
 */
@NullMarked
package dev.stevedore.dockerd.network.predefined;

import org.jspecify.annotations.NullMarked;
