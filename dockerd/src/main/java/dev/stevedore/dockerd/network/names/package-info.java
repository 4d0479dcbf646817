/**
 * What containers are called, and by whom: what their name server knows, and what their {@code
 * /etc/hosts}, {@code /etc/resolv.conf} and links of the old style say.
 *
 * <p>Not here: DNS itself ({@code dns}), and the text of those files ({@code sandbox}).
 */
@NullMarked
package dev.stevedore.dockerd.network.names;

import org.jspecify.annotations.NullMarked;
