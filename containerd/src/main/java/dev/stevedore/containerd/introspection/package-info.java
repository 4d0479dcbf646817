/** The introspection service: what this containerd has, and who it is. */
@NullMarked
package dev.stevedore.containerd.introspection;

import org.jspecify.annotations.NullMarked;
