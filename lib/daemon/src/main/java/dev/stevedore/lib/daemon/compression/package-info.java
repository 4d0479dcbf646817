/**
 * What is compressed: told by its first bytes, and decompressed as fast as the machine has it,
 * since most of the time that a layer takes to be unpacked would go there.
 *
 * <p>Not here: compressing, which the JDK does.
 */
@NullMarked
package dev.stevedore.lib.daemon.compression;

import org.jspecify.annotations.NullMarked;
