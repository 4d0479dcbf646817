/**
 * The command line as runc has it: flags, usage, how errors are reported. Knows nothing of
 * containers.
 */
@NullMarked
package dev.stevedore.runc.cli;

import org.jspecify.annotations.NullMarked;
