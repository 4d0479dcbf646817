package dev.stevedore.lib.oci.image;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.List;

/**
 * How to tell whether a container is healthy: Docker's addition to the image config.
 *
 * @param test {@code ["NONE"]}, {@code ["CMD", …]} or {@code ["CMD-SHELL", command]}; empty
 *     inherits
 * @param intervalNanos between two checks; 0 inherits
 * @param timeoutNanos of one check; 0 inherits
 * @param startPeriodNanos in which failures do not count; 0 inherits
 * @param startIntervalNanos between two checks in the start period; 0 inherits
 * @param retries failures in a row that make a container unhealthy; 0 inherits
 */
public record Healthcheck(
    List<String> test,
    long intervalNanos,
    long timeoutNanos,
    long startPeriodNanos,
    long startIntervalNanos,
    int retries) {
  /** Keeps a copy of the list. */
  public Healthcheck {
    test = List.copyOf(test);
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static Healthcheck read(ObjectReader in) {
    return new Healthcheck(
        in.strings("Test"),
        in.int64("Interval", 0),
        in.int64("Timeout", 0),
        in.int64("StartPeriod", 0),
        in.int64("StartInterval", 0),
        in.int32("Retries", 0));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .strings("Test", test)
        .number("Interval", intervalNanos)
        .number("Timeout", timeoutNanos)
        .number("StartPeriod", startPeriodNanos)
        .number("StartInterval", startIntervalNanos)
        .number("Retries", retries)
        .toJson();
  }
}
