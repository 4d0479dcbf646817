/** Tells containerd what happens to the tasks, in order, and again if it was away. */
@NullMarked
package dev.stevedore.shim.events;

import org.jspecify.annotations.NullMarked;
