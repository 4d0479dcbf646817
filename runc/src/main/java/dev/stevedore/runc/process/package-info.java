/**
 * What a process is given before execve: user, groups, capabilities, limits, environment, program.
 */
@NullMarked
package dev.stevedore.runc.process;

import org.jspecify.annotations.NullMarked;
