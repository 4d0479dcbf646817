/**
 * Puts the {@code hello} program into an OCI image, at build time, on the JVM.
 *
 * <p>What belongs here: this one image. What does not: anything the program itself needs.
 */
@NullMarked
package dev.stevedore.hello.image;

import org.jspecify.annotations.NullMarked;
