/**
 * From a container's configuration to the OCI runtime specification's {@code config.json}.
 *
 * <p>What does not belong here: starting anything. All of it is a function of its input, save for
 * the lookups of devices and users.
 */
@NullMarked
package dev.stevedore.dockerd.spec;

import org.jspecify.annotations.NullMarked;
