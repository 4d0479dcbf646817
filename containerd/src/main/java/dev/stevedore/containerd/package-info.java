/**
 * containerd: owns images, content, snapshots and containers, and drives the shims. One sub-package
 * per service of its API; the program starts in {@link dev.stevedore.containerd.Main}.
 *
 * <p>Not here: names, networks, volumes and logs, which are dockerd's.
 */
@NullMarked
package dev.stevedore.containerd;

import org.jspecify.annotations.NullMarked;
