/**
 * The stdio of processes in containers: FIFOs shared with the shim, attached clients, and the log.
 *
 * <pre>
 * process ─pipe─▶ shim ─FIFO─▶ pump ─┬▶ attached clients (each at most 1 MiB behind)
 *                                    └▶ log
 * attached client ─▶ stdin ─FIFO─▶ shim ─pipe─▶ process
 * </pre>
 *
 * <p>What does not belong here: HTTP, and what the bytes mean.
 */
@NullMarked
package dev.stevedore.dockerd.container.io;

import org.jspecify.annotations.NullMarked;
