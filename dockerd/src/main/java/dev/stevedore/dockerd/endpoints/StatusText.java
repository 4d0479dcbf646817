package dev.stevedore.dockerd.endpoints;

import dev.stevedore.dockerd.container.Health;
import dev.stevedore.dockerd.container.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** {@code Up 5 minutes (healthy)}, {@code Exited (0) 2 hours ago}: what {@code docker ps} shows. */
final class StatusText {
  private StatusText() {}

  static String of(State state, Optional<Health> health, Instant now) {
    return switch (state.status()) {
      case RUNNING ->
          "Up "
              + duration(Duration.between(state.startedAt(), now))
              + health.map(h -> " (" + text(h.status()) + ")").orElse("");
      case PAUSED -> "Up " + duration(Duration.between(state.startedAt(), now)) + " (Paused)";
      case RESTARTING ->
          "Restarting (%d) %s ago"
              .formatted(state.exitCode(), duration(Duration.between(state.finishedAt(), now)));
      case REMOVING -> "Removal In Progress";
      case DEAD -> "Dead";
      case CREATED, CREATING -> "Created";
      case EXITED ->
          state.finishedAt().equals(State.NEVER)
              ? "Exited (%d)".formatted(state.exitCode())
              : "Exited (%d) %s ago"
                  .formatted(state.exitCode(), duration(Duration.between(state.finishedAt(), now)));
    };
  }

  private static String text(Health.Status status) {
    return switch (status) {
      case STARTING -> "health: starting";
      case HEALTHY, UNHEALTHY -> status.label();
    };
  }

  /** A duration in words, as Docker rounds it. */
  static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    long minutes = duration.toMinutes();
    long hours = Math.round(duration.toSeconds() / 3600.0);
    if (seconds < 1) {
      return "Less than a second";
    }
    if (seconds == 1) {
      return "1 second";
    }
    if (seconds < 60) {
      return seconds + " seconds";
    }
    if (minutes == 1) {
      return "About a minute";
    }
    if (minutes < 60) {
      return minutes + " minutes";
    }
    if (hours == 1) {
      return "About an hour";
    }
    if (hours < 48) {
      return hours + " hours";
    }
    if (hours < 24 * 7 * 2) {
      return hours / 24 + " days";
    }
    if (hours < 24 * 30 * 2) {
      return hours / 24 / 7 + " weeks";
    }
    if (hours < 24 * 365 * 2) {
      return hours / 24 / 30 + " months";
    }
    return hours / 24 / 365 + " years";
  }
}
