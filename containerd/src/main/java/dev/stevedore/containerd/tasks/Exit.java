package dev.stevedore.containerd.tasks;

import com.google.protobuf.Timestamp;

/**
 * How a process ended.
 *
 * @param pid its process id
 * @param status exit code, or 128 and the signal that killed it
 * @param at when
 */
record Exit(int pid, int status, Timestamp at) {}
