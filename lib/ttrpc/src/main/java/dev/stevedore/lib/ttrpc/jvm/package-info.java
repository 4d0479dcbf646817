/**
 * ttrpc over unix sockets for the JVM, with virtual threads and blocking code: a client for shims,
 * a server for the events they send. Native programs must not reach this package; they have an
 * epoll loop.
 */
@NullMarked
package dev.stevedore.lib.ttrpc.jvm;

import org.jspecify.annotations.NullMarked;
