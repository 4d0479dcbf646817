/**
 * Networks of the user: what may be asked for, how the rest of it is decided, and how a network is
 * made and removed.
 *
 * <p>Not here: networks that are always there ({@code predefined}), and who is in a network ({@code
 * endpoint}).
 */
@NullMarked
package dev.stevedore.dockerd.network.definition;

import org.jspecify.annotations.NullMarked;
