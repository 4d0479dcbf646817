/** containerd's filter language. */
@NullMarked
package dev.stevedore.containerd.filters;

import org.jspecify.annotations.NullMarked;
