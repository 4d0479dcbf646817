/**
 * The short-lived invocations: {@code start} makes the socket and forks the server, {@code delete}
 * cleans up after a server that died, {@code -info} says what this shim is.
 */
@NullMarked
package dev.stevedore.shim.bootstrap;

import org.jspecify.annotations.NullMarked;
