/**
 * Resource usage, read from a container's cgroups and told as {@code
 * io.containerd.cgroups.v1.Metrics} or {@code v2.Metrics}.
 */
@NullMarked
package dev.stevedore.shim.stats;

import org.jspecify.annotations.NullMarked;
