/**
 * What dockerd must remember, in SQLite: how a database is kept, and containers' definitions and
 * states.
 *
 * <p>What does not belong here: what containerd remembers already.
 */
@NullMarked
package dev.stevedore.dockerd.store;

import org.jspecify.annotations.NullMarked;
