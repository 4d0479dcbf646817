/**
 * The daemon's outside: the gRPC server on its socket, what every call goes through, health and
 * version.
 *
 * <p>Not here: the services.
 */
@NullMarked
package dev.stevedore.containerd.server;

import org.jspecify.annotations.NullMarked;
