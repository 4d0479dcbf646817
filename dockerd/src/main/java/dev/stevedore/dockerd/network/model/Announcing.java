package dev.stevedore.dockerd.network.model;

import dev.stevedore.dockerd.api.ApiException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How neighbours are told of the addresses of containers that start.
 *
 * @param messages how often; 0: not at all
 * @param interval the time between two messages
 */
public record Announcing(int messages, Duration interval) {
  /** The option for {@link #messages}. */
  public static final String MESSAGES = "com.docker.network.advertise_addr_nmsgs";

  /** The option for {@link #interval}, in milliseconds. */
  public static final String INTERVAL = "com.docker.network.advertise_addr_ms";

  private static final int MOST_MESSAGES = 3;
  private static final int SHORTEST = 100;
  private static final int LONGEST = 2000;
  private static final int USUAL_INTERVAL = 1000;

  /**
   * Reads it from a network's options; errors are Docker's.
   *
   * @throws ApiException.Internal naming all that is wrong, with Docker's status
   */
  static Announcing of(Map<String, String> options) {
    List<String> errors = new ArrayList<>();
    int messages = number(options, MESSAGES, MOST_MESSAGES, "an integer", errors);
    int interval = number(options, INTERVAL, USUAL_INTERVAL, "integer milliseconds", errors);
    check(MESSAGES, messages, 0, MOST_MESSAGES, errors);
    check(INTERVAL, interval, SHORTEST, LONGEST, errors);
    if (!errors.isEmpty()) {
      throw new ApiException.Internal(String.join("\n", errors));
    }
    return new Announcing(messages, Duration.ofMillis(interval));
  }

  private static int number(
      Map<String, String> options, String option, int fallback, String what, List<String> errors) {
    String text = options.get(option);
    if (text == null) {
      return fallback;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      errors.add("value for option " + option + " \"" + text + "\" must be " + what);
      return fallback;
    }
  }

  private static void check(String option, int value, int from, int to, List<String> errors) {
    if (value < from || value > to) {
      errors.add(option + " must be in the range " + from + " to " + to);
    }
  }
}
