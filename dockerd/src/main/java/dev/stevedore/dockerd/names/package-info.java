/**
 * Generated names of containers. The rule for names is in lib/oci, since other boxes need it too.
 *
 * <p>What does not belong here: which container has a name; the store knows that.
 */
@NullMarked
package dev.stevedore.dockerd.names;

import org.jspecify.annotations.NullMarked;
