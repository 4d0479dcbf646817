/**
 * The CLI: {@code stevedore}, Docker's command line for the Engine API. Here is only where it
 * begins; {@code cli} finds the command, {@code command} has them all, {@code engine} and {@code
 * http} talk to the daemon, {@code os} is the machine.
 */
@NullMarked
package dev.stevedore.docker;

import org.jspecify.annotations.NullMarked;
