/**
 * What dockerd must remember: containers' definitions and states, in SQLite.
 *
 * <p>What does not belong here: what containerd remembers already.
 */
@NullMarked
package dev.stevedore.dockerd.store;

import org.jspecify.annotations.NullMarked;
