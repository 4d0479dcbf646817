/**
 * Named pipes without a blocked platform thread for each: descriptors that never block, and one
 * epoll loop that wakes the virtual threads that wait for them.
 *
 * <p>What does not belong here: what flows through the pipes.
 */
@NullMarked
package dev.stevedore.lib.linux.fifo;

import org.jspecify.annotations.NullMarked;
