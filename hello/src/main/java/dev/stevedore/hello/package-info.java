/** The program in the {@code hello} image. */
@NullMarked
package dev.stevedore.hello;

import org.jspecify.annotations.NullMarked;
