package dev.stevedore.lib.registry;

import java.time.Duration;
import java.util.Optional;

/**
 * How often something is tried that fails for a passing reason, and how long the pauses are: each
 * twice as long as the one before, up to half a minute.
 *
 * @param attempts how many tries in a row may bring nothing; at least 1
 * @param pause the first pause
 */
public record RetryPolicy(int attempts, Duration pause) {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(2);

  /** Five tries, after 1, 2, 4 and 8 seconds. */
  public static final RetryPolicy DEFAULT = new RetryPolicy(5, Duration.ofSeconds(1));

  /** Throws IllegalArgumentException for less than one try. */
  public RetryPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be 1 at least, not " + attempts);
    }
  }

  /** The same with another number of tries. */
  public RetryPolicy withAttempts(int number) {
    return new RetryPolicy(number, pause);
  }

  /**
   * How long to wait.
   *
   * @param failures how many tries have failed, 1 at least
   * @param asked what the registry asks for, which is done if it is bearable
   */
  Duration pauseAfter(int failures, Optional<Duration> asked) {
    Duration own = pause.multipliedBy(1L << Math.min(failures - 1, 10));
    Duration capped = own.compareTo(LONGEST) > 0 ? LONGEST : own;
    Duration wanted = asked.filter(it -> it.compareTo(LONGEST_ASKED) <= 0).orElse(capped);
    return wanted.compareTo(capped) > 0 ? wanted : capped;
  }
}
