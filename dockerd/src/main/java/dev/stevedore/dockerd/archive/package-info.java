/**
 * {@code docker cp} and {@code docker diff}: files of containers as tar archives, and what a
 * container changed. Paths are resolved inside the container's root, by descriptor.
 *
 * <p>Not here: how the file system is reached (container.ContainerFiles); export and commit.
 */
@NullMarked
package dev.stevedore.dockerd.archive;

import org.jspecify.annotations.NullMarked;
