/**
 * What a user of containerd would notice, seen through Debian's ctr: what survives a kill, what is
 * left behind, who waits for whom.
 *
 * <p>Not here: which shims and runtimes go with it, which the swap package tries.
 */
@NullMarked
package dev.stevedore.tests.containerd;

import org.jspecify.annotations.NullMarked;
