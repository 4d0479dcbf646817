/** The commands about images, one a file. */
@NullMarked
package dev.stevedore.docker.command.image;

import org.jspecify.annotations.NullMarked;
