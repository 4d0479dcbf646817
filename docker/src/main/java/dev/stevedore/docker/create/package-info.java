/**
 * From the flags of {@code create}, {@code run} and {@code update} to the JSON that the Engine API
 * takes. Every rule that Docker's CLI applies before it talks to the daemon is here; the daemon's
 * own rules are not.
 */
@NullMarked
package dev.stevedore.docker.create;

import org.jspecify.annotations.NullMarked;
