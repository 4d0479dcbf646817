package dev.stevedore.lib.registry;

import java.io.IOException;

/** Told that something is tried again. */
@FunctionalInterface
public interface RetryListener {
  /** For who does not mind. */
  RetryListener NONE = (_, _) -> {};

  /**
   * Called when a pause begins and then every second of it.
   *
   * @param seconds how much of it is left, 1 at least
   * @param why what failed
   */
  void retryingIn(int seconds, IOException why);
}
