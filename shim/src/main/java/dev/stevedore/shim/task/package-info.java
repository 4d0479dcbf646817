/**
 * The task service: the container, its processes, and what may be done to them in which state.
 *
 * <pre>
 *             start               pause
 *   CREATED ────────▶ RUNNING ◀────────▶ PAUSED
 *      │                 │       resume     │
 *      └────────────▶ STOPPED ◀─────────────┘      then Delete
 * </pre>
 *
 * <p>What changes a container through its runtime goes one after the other, through its {@link
 * dev.stevedore.shim.task.OperationQueue}; questions, signals and stdio do not wait for it.
 */
@NullMarked
package dev.stevedore.shim.task;

import org.jspecify.annotations.NullMarked;
