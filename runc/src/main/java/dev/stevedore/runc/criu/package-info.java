/**
 * Saving a container to files and bringing it back, which CRIU does (criu.org): its protocol, and
 * what it must be told of a container. Waiting for a container that is back is {@code launch}'s.
 */
@NullMarked
package dev.stevedore.runc.criu;

import org.jspecify.annotations.NullMarked;
