package dev.stevedore.dockerd.container.config;

import dev.stevedore.dockerd.api.ApiException;

/**
 * When a container that stopped is started again.
 *
 * @param maximumRetries for {@link Kind#ON_FAILURE}: how often; 0: without end
 */
public record RestartPolicy(Kind kind, long maximumRetries) {
  /** The policies there are. */
  public enum Kind {
    NO,
    ON_FAILURE,
    ALWAYS,
    UNLESS_STOPPED
  }

  /**
   * Reads a policy.
   *
   * @throws ApiException.BadParameter with Docker's text, if it is none
   */
  public static RestartPolicy of(String name, long maximumRetries) {
    Kind kind =
        switch (name) {
          case "", "no" -> Kind.NO;
          case "on-failure" -> Kind.ON_FAILURE;
          case "always" -> Kind.ALWAYS;
          case "unless-stopped" -> Kind.UNLESS_STOPPED;
          default ->
              throw new ApiException.BadParameter(
                  "invalid restart policy: unknown policy '"
                      + name
                      + "'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'");
        };
    if (maximumRetries < 0) {
      throw new ApiException.BadParameter(
          "invalid restart policy: maximum retry count cannot be negative");
    }
    if (maximumRetries > 0 && kind != Kind.ON_FAILURE) {
      throw new ApiException.BadParameter(
          "invalid restart policy: maximum retry count can only be used with 'on-failure'");
    }
    return new RestartPolicy(kind, maximumRetries);
  }

  /**
   * Whether to start the container again.
   *
   * @param exitCode how it ended
   * @param restarts how often it has been restarted since it was last started by hand
   * @param stoppedByHand whether a user stopped it
   */
  public boolean restarts(int exitCode, int restarts, boolean stoppedByHand) {
    if (stoppedByHand) {
      return false;
    }
    return switch (kind) {
      case NO -> false;
      case ON_FAILURE -> exitCode != 0 && (maximumRetries == 0 || restarts < maximumRetries);
      case ALWAYS, UNLESS_STOPPED -> true;
    };
  }

  /** Whether the container is started when the daemon starts and finds it stopped. */
  public boolean startsWithDaemon(int exitCode, int restarts, boolean stoppedByHand) {
    return switch (kind) {
      case NO -> false;
      case ALWAYS -> true;
      case UNLESS_STOPPED -> !stoppedByHand;
      case ON_FAILURE -> restarts(exitCode, restarts, stoppedByHand);
    };
  }
}
