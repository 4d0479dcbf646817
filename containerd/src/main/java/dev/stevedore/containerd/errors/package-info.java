/** How things go wrong, as containerd tells it: a kind, which becomes a gRPC code, and a text. */
@NullMarked
package dev.stevedore.containerd.errors;

import org.jspecify.annotations.NullMarked;
