/**
 * Typed access to JSON objects, for the records of this library: reading with errors that name the
 * field, writing without what is not set. Works on the JVM and in native programs.
 *
 * <p>Not here: what the objects mean.
 */
@NullMarked
package dev.stevedore.lib.oci.json;

import org.jspecify.annotations.NullMarked;
