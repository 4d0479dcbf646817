package dev.stevedore.dockerd.volume;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A volume.
 *
 * @param labels empty if none were ever given, which inspect shows as null
 * @param options of the driver, likewise
 */
public record Volume(
    String name,
    String driver,
    Instant created,
    Optional<Map<String, String>> labels,
    Optional<Map<String, String>> options) {
  /** Marks volumes that nobody named. */
  public static final String ANONYMOUS_LABEL = "com.docker.volume.anonymous";

  /** Whether it is on this host, and not a plugin's. */
  public boolean isLocal() {
    return driver.equals(LocalDriver.NAME);
  }

  /** The labels; none if none were given. */
  public Map<String, String> labelMap() {
    return labels.orElse(Map.of());
  }

  /** The driver's options; none if none were given. */
  public Map<String, String> optionMap() {
    return options.orElse(Map.of());
  }
}
