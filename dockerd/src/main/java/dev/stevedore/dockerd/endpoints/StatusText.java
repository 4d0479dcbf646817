package dev.stevedore.dockerd.endpoints;

import dev.stevedore.dockerd.container.Health;
import dev.stevedore.dockerd.container.State;
import dev.stevedore.lib.oci.text.HumanDuration;
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

  private static String duration(Duration duration) {
    return HumanDuration.of(duration.toSeconds());
  }
}
