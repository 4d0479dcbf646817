/** Events: published by the services and the shims, read by subscribers. */
@NullMarked
package dev.stevedore.containerd.events;

import org.jspecify.annotations.NullMarked;
