/** The commands about networks. */
@NullMarked
package dev.stevedore.docker.command.network;

import org.jspecify.annotations.NullMarked;
