package dev.stevedore.dockerd.logs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What of a log is asked for.
 *
 * @param tail how many of the last lines; negative: all
 * @param follow whether to go on with what is written later, until the container stops
 * @param since entries before it are left out
 * @param until entries after it are left out, and following ends there
 */
public record LogQuery(
    boolean stdout,
    boolean stderr,
    int tail,
    boolean follow,
    @Nullable Instant since,
    @Nullable Instant until) {

  /** Whether an entry is one of those asked for. */
  boolean accepts(LogEntry entry) {
    boolean wanted = entry.stream() == LogStream.STDOUT ? stdout : stderr;
    return wanted
        && (since == null || !entry.time().isBefore(since))
        && (until == null || !entry.time().isAfter(until));
  }
}
