/**
 * Tar archives: POSIX pax, and GNU's long names and sparse files. Our own reader, because the
 * library's decodes extended attributes as text, which breaks file capabilities.
 *
 * <p>Not here: unpacking.
 */
@NullMarked
package dev.stevedore.containerd.diff.tar;

import org.jspecify.annotations.NullMarked;
