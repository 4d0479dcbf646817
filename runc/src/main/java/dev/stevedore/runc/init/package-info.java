/**
 * What runs inside the container's namespaces until the user's program takes over, and the protocol
 * with the process that started it.
 */
@NullMarked
package dev.stevedore.runc.init;

import org.jspecify.annotations.NullMarked;
