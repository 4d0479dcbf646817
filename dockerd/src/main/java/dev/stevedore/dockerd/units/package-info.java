/** Quantities as users write them. */
@NullMarked
package dev.stevedore.dockerd.units;

import org.jspecify.annotations.NullMarked;
