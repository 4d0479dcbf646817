/** Pseudo-terminals: made inside the container, passed on or relayed outside. */
@NullMarked
package dev.stevedore.runc.console;

import org.jspecify.annotations.NullMarked;
