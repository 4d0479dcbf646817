/**
 * The tasks service: containers that run, each behind a shim, a process of its own that outlives
 * this daemon (the shim API, version 2, over ttrpc).
 *
 * <p>Not here: how a container is run, which the shim and the runtime under it know.
 */
@NullMarked
package dev.stevedore.containerd.tasks;

import org.jspecify.annotations.NullMarked;
