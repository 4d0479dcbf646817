/**
 * Garbage collection: what nothing leads to any more goes. Not here: deciding to delete an image or
 * a container, which clients do.
 */
@NullMarked
package dev.stevedore.containerd.gc;

import org.jspecify.annotations.NullMarked;
