/**
 * What a command is, the tree of commands, the way from words to a command, and what a command is
 * given to work with. The commands themselves are in {@code command}.
 */
@NullMarked
package dev.stevedore.docker.cli;

import org.jspecify.annotations.NullMarked;
