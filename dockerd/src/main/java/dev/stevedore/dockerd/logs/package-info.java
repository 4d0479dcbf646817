/**
 * What containers wrote: log files in Docker's json-file format, and reading them back.
 *
 * <p>What does not belong here: where the bytes come from (the container's FIFOs), and how they are
 * sent to a client.
 */
@NullMarked
package dev.stevedore.dockerd.logs;

import org.jspecify.annotations.NullMarked;
