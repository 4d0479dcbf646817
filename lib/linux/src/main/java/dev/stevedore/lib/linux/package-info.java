/**
 * System calls for the daemons, through java.lang.foreign: one class per subject, named for it.
 *
 * <p>All go through {@link dev.stevedore.lib.linux.Call}, which makes syscall(2) with errno
 * captured for that call alone. One method handle for every call keeps the start of a daemon short.
 * A call that blocks also blocks the carrier of a virtual thread: wait on a platform thread ({@link
 * dev.stevedore.lib.linux.Epoll}).
 *
 * <p>Not here: native programs' system calls (lib/posix), and what a daemon does with them.
 */
@NullMarked
package dev.stevedore.lib.linux;

import org.jspecify.annotations.NullMarked;
