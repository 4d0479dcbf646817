package dev.stevedore.dockerd.logs;

import java.util.HashMap;
import java.util.Map;

/**
 * How the output of containers is kept that do not say.
 *
 * @param driver the log driver's name
 * @param options of that driver; those that a container sets itself count more
 */
public record LogDefaults(String driver, Map<String, String> options) {
  /** What Docker does if it is not told. */
  public static final LogDefaults STANDARD = new LogDefaults("json-file", Map.of());

  /** Keeps a copy. */
  public LogDefaults {
    options = Map.copyOf(options);
  }

  /** The driver of a container that asks for this one; empty: for none. */
  public String driver(String asked) {
    return asked.isEmpty() ? driver : asked;
  }

  /** The options of a container with this driver, completed. */
  public Map<String, String> options(String itsDriver, Map<String, String> asked) {
    Map<String, String> all = new HashMap<>(itsDriver.equals(driver) ? options : Map.of());
    all.putAll(asked);
    return all;
  }
}
