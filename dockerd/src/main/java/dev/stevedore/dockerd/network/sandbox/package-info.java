/**
 * A container's own network namespace: making it, its links, addresses and routes, and its files
 * {@code /etc/hosts} and {@code /etc/resolv.conf}.
 *
 * <p>Not here: the host's end of its links ({@code link}), and its names ({@code dns}).
 */
@NullMarked
package dev.stevedore.dockerd.network.sandbox;

import org.jspecify.annotations.NullMarked;
