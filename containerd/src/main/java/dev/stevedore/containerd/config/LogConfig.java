package dev.stevedore.containerd.config;

/**
 * What is logged, and how.
 *
 * @param level as logrus names it
 * @param format {@code text} or {@code json}; empty is text
 */
public record LogConfig(String level, String format) {
  /** What containerd does by default. */
  public static final LogConfig DEFAULT = new LogConfig("info", "");
}
