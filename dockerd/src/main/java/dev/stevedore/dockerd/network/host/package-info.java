/**
 * The host's side of networks: its network namespace, and what is set, held and asked for there.
 *
 * <p>Not here: which links, rules and ports there shall be.
 */
@NullMarked
package dev.stevedore.dockerd.network.host;

import org.jspecify.annotations.NullMarked;
