/** The commands, in packages by what they are about, the tree they form, and what they share. */
@NullMarked
package dev.stevedore.docker.command;

import org.jspecify.annotations.NullMarked;
