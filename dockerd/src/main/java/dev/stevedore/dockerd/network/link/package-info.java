/**
 * Links of the host: bridges, and the cables from them into containers.
 *
 * <p>Not here: what is inside a container's namespace ({@code sandbox}).
 */
@NullMarked
package dev.stevedore.dockerd.network.link;

import org.jspecify.annotations.NullMarked;
