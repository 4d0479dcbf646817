/** The commands about containers, one a file. */
@NullMarked
package dev.stevedore.docker.command.container;

import org.jspecify.annotations.NullMarked;
