package dev.stevedore.shim.task;

import dev.stevedore.lib.ttrpc.wire.Timestamp;

/**
 * How and when a process ended.
 *
 * @param status exit code, or 128 and the signal
 */
record Exit(int status, Timestamp at) {}
