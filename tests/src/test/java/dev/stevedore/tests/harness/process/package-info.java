/**
 * Starting programs and looking at what they do: commands, background processes, pseudo terminals.
 * Knows nothing of containers.
 */
@NullMarked
package dev.stevedore.tests.harness.process;

import org.jspecify.annotations.NullMarked;
