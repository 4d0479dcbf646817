/**
 * What can be asked about the daemon itself: metrics as Prometheus reads them, and stacks for who
 * looks for a fault. Not here: events and tasks' metrics, which are API.
 */
@NullMarked
package dev.stevedore.containerd.monitoring;

import org.jspecify.annotations.NullMarked;
