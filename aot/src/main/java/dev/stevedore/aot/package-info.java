/**
 * From class files to a static native binary: TeaVM's C backend writes C, gcc links it.
 *
 * <p>What belongs here: how a native program is built. What does not: anything a native program
 * contains at run time.
 */
@NullMarked
package dev.stevedore.aot;

import org.jspecify.annotations.NullMarked;
