/**
 * The transfer service: images from and to registries, archives and names, done by the daemon
 * itself, with its progress told over a stream. Stores are used through the services that clients
 * use, so that events, leases and checks are the same.
 *
 * <p>Not here: the registry protocol ({@code lib/registry}), unpacking of a layer ({@code diff}).
 */
@NullMarked
package dev.stevedore.containerd.transfer;

import org.jspecify.annotations.NullMarked;
