package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.lib.oci.runtime.SignalNames;

/** Signals as users write them: {@code 9}, {@code KILL}, {@code SIGKILL}. See signal(7). */
public final class Signals {
  /** Ends a process at once. */
  public static final int SIGKILL = 9;

  /** Asks a process to end. */
  public static final int SIGTERM = 15;

  private static final int MAX = 64;

  private Signals() {}

  /**
   * The number of a signal.
   *
   * @throws ApiException.BadParameter with Docker's text, if there is no such signal
   */
  public static int parse(String text) {
    try {
      int number = SignalNames.parse(text);
      if (number < 1 || number > MAX) {
        throw new IllegalArgumentException(number + " is not between 1 and " + MAX);
      }
      return number;
    } catch (IllegalArgumentException e) {
      throw new ApiException.BadParameter("invalid signal: " + text, e);
    }
  }
}
