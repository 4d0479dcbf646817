/**
 * How images and containers are called: image references as users write them and as they are
 * stored, container names, ids. The one parser of each.
 *
 * <p>Works on the JVM and in native programs. Not here: looking any of them up.
 */
@NullMarked
package dev.stevedore.lib.oci.reference;

import org.jspecify.annotations.NullMarked;
