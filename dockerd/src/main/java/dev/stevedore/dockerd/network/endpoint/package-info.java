/**
 * Endpoints: a container's place in a network. What may be asked for it, and how a container that
 * starts, runs or stops is connected and disconnected.
 *
 * <p>Not here: the kernel's side of it ({@code sandbox}, {@code link}), and endpoints of the Engine
 * API ({@code api}).
 */
@NullMarked
package dev.stevedore.dockerd.network.endpoint;

import org.jspecify.annotations.NullMarked;
