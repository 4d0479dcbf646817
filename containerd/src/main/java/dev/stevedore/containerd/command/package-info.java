/** The command line: the daemon itself, {@code config}, {@code publish} and {@code oci-hook}. */
@NullMarked
package dev.stevedore.containerd.command;

import org.jspecify.annotations.NullMarked;
