package dev.stevedore.containerd.restart;

import dev.stevedore.lib.containerdapi.task.Status;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a container's labels say about how it should be.
 *
 * @param labels all of them
 */
record RestartLabels(Map<String, String> labels) {
  /** Whoever has this one is looked after: {@code running} or {@code stopped}. */
  static final String STATUS = "containerd.io/restart.status";

  static final String COUNT = "containerd.io/restart.count";
  private static final String POLICY = "containerd.io/restart.policy";
  private static final String STOPPED = "containerd.io/restart.explicitly-stopped";
  private static final String LOG = "containerd.io/restart.loguri";

  /** What is to be done. */
  enum Deed {
    NOTHING,
    START,
    STOP
  }

  /**
   * What is to be done about a container.
   *
   * @param now how its task is; empty if it has none
   * @param exitStatus how the task ended, if it did
   * @throws IllegalArgumentException if a label does not say anything that is known
   */
  Deed deed(Optional<Status> now, int exitStatus) {
    String wanted = labels.getOrDefault(STATUS, "");
    if (now.filter(it -> it.name().toLowerCase(Locale.ROOT).equals(wanted)).isPresent()) {
      return Deed.NOTHING;
    }
    return switch (wanted) {
      case "running" -> {
        boolean still = now.filter(it -> it == Status.PAUSED || it == Status.PAUSING).isPresent();
        yield !still && starts(exitStatus) ? Deed.START : Deed.NOTHING;
      }
      case "stopped" -> now.isPresent() ? Deed.STOP : Deed.NOTHING;
      default -> Deed.NOTHING;
    };
  }

  private boolean starts(int exitStatus) {
    String policy = labels.getOrDefault(POLICY, "");
    int colon = policy.indexOf(':');
    String name = colon < 0 ? policy : policy.substring(0, colon);
    if (colon >= 0 && !name.equals("on-failure")) {
      throw new IllegalArgumentException(
          "restart policy \"" + name + "\" not support max retry count");
    }
    return switch (name) {
      case "", "always" -> true;
      case "no" -> false;
      case "unless-stopped" -> !isTrue(labels.getOrDefault(STOPPED, ""));
      case "on-failure" -> {
        int most = colon < 0 ? 0 : number("max retry count", policy.substring(colon + 1));
        yield exitStatus != 0 && (most == 0 || strictCount() < most);
      }
      default ->
          throw new IllegalArgumentException("restart policy \"" + policy + "\" not supported");
    };
  }

  /** As Go reads truth. */
  private static boolean isTrue(String text) {
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      default -> false;
    };
  }

  private int strictCount() {
    String count = labels.getOrDefault(COUNT, "");
    return count.isEmpty() ? 0 : number("restart count", count);
  }

  private static int number(String what, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("invalid " + what + ": " + text, e);
    }
  }

  /** How often it was started again. */
  int count() {
    try {
      return strictCount();
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }

  /** Where its output goes; empty if nowhere. */
  String log() {
    return labels.getOrDefault(LOG, "");
  }
}
