package dev.stevedore.containerd.gc;

import dev.stevedore.containerd.config.GcConfig;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * When the next collection is, as containerd plans it. There is a tick at regular intervals, so
 * long that collections take no more than the configured part of the time. At a tick it is
 * collected if something was deleted, or enough was changed; who asks, and a configured number of
 * deletions, bring the tick forward. Nobody has to wake up at the ticks at which nothing is done.
 *
 * <p>Times are nanoseconds of one clock. Not safe for use by several threads.
 */
final class Timetable {
  private static final long FIRST_INTERVAL = Duration.ofSeconds(1).toNanos();
  private static final long AFTER_FAILURE = Duration.ofSeconds(1).toNanos();

  /** Collections that take less are taken to last so long, or there would be too many. */
  private static final double SHORTEST = Duration.ofMillis(5).toNanos();

  private final GcConfig config;
  private OptionalLong tick;
  private long interval = FIRST_INTERVAL;
  private long pauses;
  private long collections;
  private boolean everCollected;
  private boolean requested;
  private int deletions;
  private int mutations;

  Timetable(GcConfig config, long now) {
    this.config = config;
    this.tick =
        config.startupDelay().isZero()
            ? OptionalLong.empty()
            : OptionalLong.of(now + config.startupDelay().toNanos());
  }

  /** Something was deleted. */
  void deleted(long now) {
    skipTicks(now);
    deletions++;
    plan(now);
  }

  /** Something was changed; a deletion is a change too. */
  void changed(long now) {
    skipTicks(now);
    mutations++;
    plan(now);
  }

  /** Somebody waits for a collection. */
  void requested(long now) {
    skipTicks(now);
    requested = true;
    plan(now);
  }

  /** When to collect, if nothing else happens. */
  OptionalLong due() {
    return isNeeded() ? tick : OptionalLong.empty();
  }

  /** A collection begins: what happens from now on is for the next one. */
  void begin() {
    requested = false;
    deletions = 0;
    mutations = 0;
  }

  /** A collection is done, and had everybody wait so long. */
  void done(long now, Duration pause) {
    everCollected = true;
    pauses += pause.toNanos();
    collections++;
    if (config.pauseThreshold() > 0) {
      double average = Math.max(SHORTEST, (double) pauses / collections);
      interval = (long) (average / config.pauseThreshold() - average);
    }
    tick = OptionalLong.of(now + interval);
    plan(now);
  }

  /** A collection failed. */
  void failed(long now) {
    everCollected = true;
    tick = OptionalLong.of(now + interval + AFTER_FAILURE);
  }

  private boolean isNeeded() {
    return !everCollected
        || requested
        || deletions > 0
        || (config.mutationThreshold() > 0 && mutations >= config.mutationThreshold());
  }

  private void skipTicks(long now) {
    if (tick.isPresent() && !isNeeded() && tick.getAsLong() <= now) {
      long passed = (now - tick.getAsLong()) / interval + 1;
      tick = OptionalLong.of(tick.getAsLong() + passed * interval);
    }
  }

  private void plan(long now) {
    boolean manyDeletions = config.deletionThreshold() > 0;
    boolean atOnce = requested || (manyDeletions && deletions >= config.deletionThreshold());
    if (tick.isEmpty()) {
      atOnce |=
          (!manyDeletions && deletions > 0)
              || (config.mutationThreshold() > 0 && mutations >= config.mutationThreshold());
    }
    long soon = now + config.scheduleDelay().toNanos();
    if (atOnce && (tick.isEmpty() || tick.getAsLong() > soon)) {
      tick = OptionalLong.of(soon);
    }
  }
}
