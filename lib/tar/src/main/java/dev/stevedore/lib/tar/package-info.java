/**
 * Tar archives: POSIX pax, and GNU's long names and sparse files. Our own reader, because the
 * library's decodes extended attributes as text, which breaks file capabilities.
 *
 * <p>Not here: files; the daemons pack and unpack them by their own rules. The CLI has a reader of
 * its own (docker.tar), since this one is for a JVM.
 */
@NullMarked
package dev.stevedore.lib.tar;

import org.jspecify.annotations.NullMarked;
