/**
 * ttrpc, containerd's RPC for processes on one host: frames, the envelopes they carry, and an
 * incremental decoder that does no I/O, so that an epoll loop and a blocking stream can share it.
 *
 * <p>Belongs here: what both worlds (JVM and native) need to speak the protocol. Does not belong
 * here: sockets and threads. Those for the JVM are in {@code jvm}; a native program has its own
 * loop.
 */
@NullMarked
package dev.stevedore.lib.ttrpc;

import org.jspecify.annotations.NullMarked;
