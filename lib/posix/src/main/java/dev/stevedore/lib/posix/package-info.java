/**
 * The system calls of the native programs, each named for its man page.
 *
 * <p>What belongs here: thin, typed wrappers of Linux system calls, one subject a file, that throw
 * {@link dev.stevedore.lib.posix.PosixException} with the operation, its object and the errno. What
 * does not: any decision of a container engine.
 *
 * <p>Constants and numbers are those of x86-64.
 *
 * <p>The collector frees what nothing refers to any more. A heap array handed to a call is valid
 * for that call only; what the kernel keeps a pointer to, or what holds pointers itself, is in
 * {@link dev.stevedore.lib.posix.NativeMemory}.
 */
@NullMarked
package dev.stevedore.lib.posix;

import org.jspecify.annotations.NullMarked;
