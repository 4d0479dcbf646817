/**
 * The client of containerd's gRPC API: the channel over its unix socket, and thin wrappers round
 * the services that the rest of dockerd uses.
 *
 * <p>What does not belong here: what a container or an image is for Docker.
 */
@NullMarked
package dev.stevedore.dockerd.containerd;

import org.jspecify.annotations.NullMarked;
