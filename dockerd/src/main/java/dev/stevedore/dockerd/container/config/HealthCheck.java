package dev.stevedore.dockerd.container.config;

import dev.stevedore.dockerd.api.ApiException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a container is asked whether it is well; what its configuration does not say is filled in.
 *
 * @param command what is run in the container; well if it ends with 0
 * @param interval between the end of one run and the start of the next, and before the first
 * @param timeout how long a run may take
 * @param startPeriod how long after its start a container that was never well may fail
 * @param startInterval the interval within that time
 * @param retries failures in a row that make it unhealthy
 */
public record HealthCheck(
    List<String> command,
    Duration interval,
    Duration timeout,
    Duration startPeriod,
    Duration startInterval,
    int retries) {
  private static final long MIN_NANOS = 1_000_000;
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration START_INTERVAL = Duration.ofSeconds(5);
  private static final int RETRIES = 3;

  /** Keeps a copy. */
  public HealthCheck {
    command = List.copyOf(command);
  }

  /** The check of a container; empty if it has none, or says {@code NONE}. */
  static Optional<HealthCheck> of(ContainerConfig config) {
    JsonObjectView view = config.view().object("Healthcheck");
    List<String> test = view.strings("Test");
    if (test.isEmpty()) {
      return Optional.empty();
    }
    List<String> command = new ArrayList<>();
    switch (test.getFirst()) {
      case "CMD" -> {}
      case "CMD-SHELL" -> command.addAll(config.shell());
      default -> {
        return Optional.empty();
      }
    }
    command.addAll(test.subList(1, test.size()));
    int retries = (int) view.number("Retries");
    return Optional.of(
        new HealthCheck(
            command,
            duration(view, "Interval", INTERVAL),
            duration(view, "Timeout", TIMEOUT),
            duration(view, "StartPeriod", Duration.ZERO),
            duration(view, "StartInterval", START_INTERVAL),
            retries <= 0 ? RETRIES : retries));
  }

  private static Duration duration(JsonObjectView view, String name, Duration fallback) {
    long nanos = view.number(name);
    return nanos == 0 ? fallback : Duration.ofNanos(nanos);
  }

  /**
   * Checks what a client sent.
   *
   * @param view the API's {@code HealthConfig}
   * @throws ApiException.BadParameter with Docker's texts
   */
  static void validate(JsonObjectView view) {
    for (String name : List.of("Interval", "Timeout")) {
      requireLong(view, name);
    }
    if (view.number("Retries") < 0) {
      throw new ApiException.BadParameter("Retries in Healthcheck cannot be negative");
    }
    for (String name : List.of("StartPeriod", "StartInterval")) {
      requireLong(view, name);
    }
  }

  private static void requireLong(JsonObjectView view, String name) {
    long nanos = view.number(name);
    if (nanos != 0 && nanos < MIN_NANOS) {
      throw new ApiException.BadParameter(name + " in Healthcheck cannot be less than 1ms");
    }
  }
}
