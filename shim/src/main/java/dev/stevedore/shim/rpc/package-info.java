/**
 * ttrpc over the event loop: the listening socket, containerd's connections, and answers that may
 * come long after their question.
 */
@NullMarked
package dev.stevedore.shim.rpc;

import org.jspecify.annotations.NullMarked;
