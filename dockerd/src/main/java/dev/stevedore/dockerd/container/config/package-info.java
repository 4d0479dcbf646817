/**
 * What a client asks a container to be: the Engine API's {@code Config} and {@code HostConfig},
 * which of their fields are honoured, and whether their values make sense together.
 *
 * <p>What does not belong here: what is done with them (the spec package), or how a container is.
 */
@NullMarked
package dev.stevedore.dockerd.container.config;

import org.jspecify.annotations.NullMarked;
