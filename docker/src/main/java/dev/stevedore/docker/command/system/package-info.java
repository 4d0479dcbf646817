/** The commands about the engine as a whole, and about objects of every kind. */
@NullMarked
package dev.stevedore.docker.command.system;

import org.jspecify.annotations.NullMarked;
