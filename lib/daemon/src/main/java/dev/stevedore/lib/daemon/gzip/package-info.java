/**
 * Decompressing gzip, as fast as the machine has it: most of the time that a layer takes to be
 * unpacked would go there.
 *
 * <p>Not here: compressing, which the JDK does, and other formats.
 */
@NullMarked
package dev.stevedore.lib.daemon.gzip;

import org.jspecify.annotations.NullMarked;
