/**
 * tar archives (POSIX.1-2017 pax, and GNU's long names when they are read): entries to and from
 * bytes.
 *
 * <p>Not here: files of this machine (copy, os).
 */
@NullMarked
package dev.stevedore.docker.tar;

import org.jspecify.annotations.NullMarked;
