package dev.stevedore.docker.create;

import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.flags.FlagValues;
import java.util.Optional;

/** The {@code --health-*} flags. */
final class HealthCheck {
  private HealthCheck() {}

  /** The API's HealthConfig, or empty if the flags say nothing about it. */
  static Optional<JsonObject> of(FlagValues flags) {
    boolean any =
        !flags.string("health-cmd").isEmpty()
            || flags.nanos("health-interval") != 0
            || flags.nanos("health-timeout") != 0
            || flags.nanos("health-start-period") != 0
            || flags.nanos("health-start-interval") != 0
            || flags.number("health-retries") != 0;
    if (flags.bool("no-healthcheck")) {
      if (any) {
        throw new CliException("--no-healthcheck conflicts with --health-* options");
      }
      return Optional.of(new JsonObject().add("Test", new JsonArray().add("NONE")));
    }
    if (!any) {
      return Optional.empty();
    }
    JsonObject health = new JsonObject();
    if (!flags.string("health-cmd").isEmpty()) {
      health.add("Test", new JsonArray().add("CMD-SHELL").add(flags.string("health-cmd")));
    }
    add(health, "Interval", "health-interval", flags.nanos("health-interval"));
    add(health, "Timeout", "health-timeout", flags.nanos("health-timeout"));
    add(health, "StartPeriod", "health-start-period", flags.nanos("health-start-period"));
    add(health, "StartInterval", "health-start-interval", flags.nanos("health-start-interval"));
    add(health, "Retries", "health-retries", flags.number("health-retries"));
    return Optional.of(health);
  }

  private static void add(JsonObject health, String name, String flag, long value) {
    if (value < 0) {
      throw new CliException("--" + flag + " cannot be negative");
    }
    if (value > 0) {
      health.add(name, value);
    }
  }
}
