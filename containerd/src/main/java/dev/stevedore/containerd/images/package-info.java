/** The images service: names for content. */
@NullMarked
package dev.stevedore.containerd.images;

import org.jspecify.annotations.NullMarked;
