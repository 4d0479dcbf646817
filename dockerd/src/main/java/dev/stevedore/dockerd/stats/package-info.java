/**
 * What containers use, as {@code docker stats} shows it: containerd's metrics in Docker's words.
 *
 * <p>What does not belong here: reading cgroups, which the shims do, and HTTP.
 */
@NullMarked
package dev.stevedore.dockerd.stats;

import org.jspecify.annotations.NullMarked;
