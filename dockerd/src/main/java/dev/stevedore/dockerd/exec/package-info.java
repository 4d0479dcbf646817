/**
 * Processes added to running containers: {@code docker exec}.
 *
 * <p>What does not belong here: the containers' own processes, and HTTP.
 */
@NullMarked
package dev.stevedore.dockerd.exec;

import org.jspecify.annotations.NullMarked;
