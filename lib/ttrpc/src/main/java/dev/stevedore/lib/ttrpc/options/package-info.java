/** The options a client gives to a shim, inside an {@code Any}. */
@NullMarked
package dev.stevedore.lib.ttrpc.options;

import org.jspecify.annotations.NullMarked;
