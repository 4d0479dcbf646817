/**
 * The sandbox services: what is known of sandboxes is stored, and what is asked of one that runs is
 * passed on to its shim. Not here: the shims, which are among those of tasks.
 */
@NullMarked
package dev.stevedore.containerd.sandboxes;

import org.jspecify.annotations.NullMarked;
