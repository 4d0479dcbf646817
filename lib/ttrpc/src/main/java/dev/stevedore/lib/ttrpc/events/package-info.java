/**
 * The events of tasks ({@code containerd.events}), and the service that a shim sends them to:
 * {@code containerd.services.events.ttrpc.v1.Events}.
 */
@NullMarked
package dev.stevedore.lib.ttrpc.events;

import org.jspecify.annotations.NullMarked;
