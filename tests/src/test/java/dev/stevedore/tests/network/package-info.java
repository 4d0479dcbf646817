/**
 * Networks with real packets: an engine in a network namespace of its own, with a neighbour in
 * another.
 *
 * <p>What does not belong here: what commands print (the cli package), and the parts of networks by
 * themselves (dockerd's own tests).
 */
@NullMarked
package dev.stevedore.tests.network;

import org.jspecify.annotations.NullMarked;
