/**
 * A container's streams: the frames that carry stdout and stderr on one connection, the keys that
 * detach, and the loop that joins them with this process's streams.
 */
@NullMarked
package dev.stevedore.docker.stream;

import org.jspecify.annotations.NullMarked;
