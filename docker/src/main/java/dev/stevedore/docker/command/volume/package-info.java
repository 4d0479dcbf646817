/** The commands about volumes. */
@NullMarked
package dev.stevedore.docker.command.volume;

import org.jspecify.annotations.NullMarked;
