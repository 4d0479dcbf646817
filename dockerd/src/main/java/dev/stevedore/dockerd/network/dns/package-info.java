/**
 * Names: the DNS server that each container of a user-defined network has at 127.0.0.11.
 *
 * <pre>
 *   container's namespace                                     host's namespace
 *   program ──▶ 127.0.0.11:53 ─nft─▶ 127.0.0.11:PORT
 *                                    (a socket of the daemon's) ──▶ containers' names: answered
 *                                                               ──▶ others: to the host's servers
 * </pre>
 *
 * <p>Port 53 itself stays free, for containers that serve DNS. The sockets are made inside the
 * namespace; one thread waits for all of them ({@code DnsLoop}) and answers what is about
 * containers. What others are asked waits on virtual threads.
 *
 * <p>Not here: what containers are called ({@code Connections}).
 */
@NullMarked
package dev.stevedore.dockerd.network.dns;

import org.jspecify.annotations.NullMarked;
