/**
 * Containers: making, starting, stopping, removing, showing them.
 *
 * <pre>
 *            create            start             exits
 *   (none) ────────▶ CREATED ────────▶ RUNNING ────────▶ EXITED ──▶ (removed)
 *                                       ▲  │  pause        │
 *                              restart  │  ▼               │ policy
 *                              policy   │ PAUSED           ▼
 *                                       └──────────── RESTARTING
 * </pre>
 *
 * Whoever changes a container holds its {@link dev.stevedore.dockerd.container.Turn}; whoever looks
 * at it reads its latest {@link dev.stevedore.dockerd.container.State}, which never changes, and
 * waits for nobody.
 *
 * <p>What does not belong here: HTTP (the endpoints package), and the text of a spec.
 */
@NullMarked
package dev.stevedore.dockerd.container;

import org.jspecify.annotations.NullMarked;
