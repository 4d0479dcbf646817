/**
 * What the daemon is told of networks, the firewall and published ports, and what its things are
 * called on the host.
 *
 * <p>Not here: flags and {@code daemon.json} ({@code dockerd.config}).
 */
@NullMarked
package dev.stevedore.dockerd.network.config;

import org.jspecify.annotations.NullMarked;
