/**
 * From the addresses of {@code -H} to listening sockets: unix, TCP with and without TLS, and
 * systemd's.
 *
 * <p>Not here: parsing addresses ({@code config}) and what is served on the sockets ({@code http},
 * {@code api}).
 */
@NullMarked
package dev.stevedore.dockerd.listen;

import org.jspecify.annotations.NullMarked;
