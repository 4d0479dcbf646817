/**
 * TCP connections and datagrams of UDP that the kernel cannot lead into containers: those that come
 * by IPv6 for a container that has IPv4 only, and those of programs of the host by {@code [::1]},
 * which no packet filter can send on.
 *
 * <p>One thread for all of them, in the daemon; bytes of connections go from socket to socket
 * inside the kernel. As with Docker's proxy processes, such a connection ends with the daemon, and
 * the container sees the bridge as its client.
 *
 * <p>Not here: which ports these are ({@code port}).
 */
@NullMarked
package dev.stevedore.dockerd.network.relay;

import org.jspecify.annotations.NullMarked;
