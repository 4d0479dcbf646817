/** Containers whose labels say so are started again, or stopped. */
@NullMarked
package dev.stevedore.containerd.restart;

import org.jspecify.annotations.NullMarked;
