/** Tests of the CLI's logic on a JVM, with a machine in memory. */
@NullMarked
package dev.stevedore.docker;

import org.jspecify.annotations.NullMarked;
