/** The commands about registries: login, logout, search. What is done with images is in image. */
@NullMarked
package dev.stevedore.docker.command.registry;

import org.jspecify.annotations.NullMarked;
