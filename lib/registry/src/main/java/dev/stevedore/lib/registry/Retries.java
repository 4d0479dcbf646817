package dev.stevedore.lib.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Counts the tries of one thing, and pauses between them. */
final class Retries {
  private static final long SECOND = 1000;

  private final RetryPolicy policy;
  private final RetryListener listener;
  private int failures;

  Retries(RetryPolicy policy, RetryListener listener) {
    this.policy = policy;
    this.listener = listener;
  }

  /** Whether no other try may follow the one that goes on. */
  boolean isLast() {
    return failures + 1 >= policy.attempts();
  }

  /** The thing goes forward: what failed before does not count any more. */
  void succeeded() {
    failures = 0;
  }

  /**
   * Waits before the next try.
   *
   * @throws IOException the given one, if there is none
   */
  void pause(IOException failure) throws IOException {
    failures++;
    if (failures >= policy.attempts()) {
      throw failure;
    }
    Optional<Duration> asked =
        failure instanceof RegistryException refusal ? refusal.retryAfter() : Optional.empty();
    long millis = policy.pauseAfter(failures, asked).toMillis();
    try {
      while (millis > 0) {
        listener.retryingIn((int) Math.ceilDiv(millis, SECOND), failure);
        long step = millis % SECOND == 0 ? SECOND : millis % SECOND;
        Thread.sleep(step);
        millis -= step;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Connection.interrupted();
    }
  }
}
