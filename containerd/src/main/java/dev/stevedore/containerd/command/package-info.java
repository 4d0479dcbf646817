/** The command line: the daemon itself, {@code config} and {@code publish}. */
@NullMarked
package dev.stevedore.containerd.command;

import org.jspecify.annotations.NullMarked;
