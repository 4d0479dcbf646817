/**
 * Published ports: what {@code -p} and {@code -P} ask for, and which ports of the host they get.
 *
 * <p>Not here: how packets get from the host's port into the container ({@code firewall}).
 */
@NullMarked
package dev.stevedore.dockerd.network.port;

import org.jspecify.annotations.NullMarked;
