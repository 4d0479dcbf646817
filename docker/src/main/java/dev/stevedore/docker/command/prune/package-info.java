/**
 * The prune commands: what each kind of object's removal asks, calls and says. {@code system prune}
 * is all of them, one after another.
 */
@NullMarked
package dev.stevedore.docker.command.prune;

import org.jspecify.annotations.NullMarked;
