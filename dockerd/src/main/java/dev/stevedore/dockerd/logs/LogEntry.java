package dev.stevedore.dockerd.logs;

import java.time.Instant;

/**
 * One line, or a part of a long one.
 *
 * @param time when it was read from the container
 * @param line the bytes, with the newline if they end a line; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // made once, read by many, never compared
public record LogEntry(Instant time, LogStream stream, byte[] line) {}
