/**
 * Command lines: flags as tables of data, one parser with pflag's syntax for all commands, and the
 * help text drawn from the same tables. Nothing here knows a particular command.
 */
@NullMarked
package dev.stevedore.docker.flags;

import org.jspecify.annotations.NullMarked;
