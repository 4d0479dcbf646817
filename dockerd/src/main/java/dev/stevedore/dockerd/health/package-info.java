/**
 * Asks containers whether they are well: a thread for each container that runs and has a health
 * check, beside its turn and not in it.
 *
 * <p>What does not belong here: what the answers mean, which is {@link
 * dev.stevedore.dockerd.container.Health}.
 */
@NullMarked
package dev.stevedore.dockerd.health;

import org.jspecify.annotations.NullMarked;
