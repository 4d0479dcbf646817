/**
 * The Engine API's endpoints for containers, execs and images: from HTTP to the engine's parts and
 * back to JSON.
 *
 * <p>What does not belong here: what the engine does.
 */
@NullMarked
package dev.stevedore.dockerd.endpoints;

import org.jspecify.annotations.NullMarked;
