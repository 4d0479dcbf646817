package dev.stevedore.containerd.config;

import java.time.Duration;

/**
 * When garbage is collected: containerd's {@code io.containerd.gc.v1.scheduler}.
 *
 * @param pauseThreshold how much of the time collections may take, which stop all changes, 0 to
 *     0.5; 0 for one collection a second at most
 * @param deletionThreshold after so many deletions at once; 0 for never at once
 * @param mutationThreshold how many changes make a collection worth it when nothing was deleted; 0
 *     for none
 * @param scheduleDelay how long to wait when it was to be at once
 * @param startupDelay when the first one is, after the start; 0 for none
 */
public record GcConfig(
    double pauseThreshold,
    int deletionThreshold,
    int mutationThreshold,
    Duration scheduleDelay,
    Duration startupDelay) {
  private static final double MOST = 0.5;

  /** containerd's. */
  public static final GcConfig DEFAULT =
      new GcConfig(0.02, 0, 100, Duration.ZERO, Duration.ofMillis(100));

  /** Takes what is out of bounds as the bound, as containerd does. */
  public GcConfig {
    pauseThreshold = Math.clamp(pauseThreshold, 0, MOST);
    deletionThreshold = Math.max(0, deletionThreshold);
    mutationThreshold = Math.max(0, mutationThreshold);
    scheduleDelay = scheduleDelay.isNegative() ? Duration.ZERO : scheduleDelay;
    startupDelay = startupDelay.isNegative() ? Duration.ZERO : startupDelay;
  }
}
