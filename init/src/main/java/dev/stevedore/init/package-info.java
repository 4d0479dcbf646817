/**
 * The first process of a container that asks for one: {@code docker run --init}.
 *
 * <p>What belongs here: what a process with the number 1 has to do for those that do not know how.
 * What does not: everything else, for this program is in each such container as long as it lives.
 */
@NullMarked
package dev.stevedore.init;

import org.jspecify.annotations.NullMarked;
