package dev.stevedore.dockerd.logs;

import dev.stevedore.dockerd.units.ByteSize;
import java.util.Map;
import java.util.Set;

/**
 * How a container's output is kept.
 *
 * @param maxBytes size at which a file is rotated; 0: never
 * @param maxFiles how many files are kept, the current one included; at least 1
 * @param compress whether files that were rotated are compressed
 * @param buffer bytes that may wait to be written before more is dropped; 0: the container waits
 */
public record LogSettings(
    Driver driver, long maxBytes, int maxFiles, boolean compress, long buffer) {
  private static final long LOCAL_BYTES = 20_000_000;
  private static final int LOCAL_FILES = 5;
  private static final long BUFFER = 1 << 20;

  /** Options of files. */
  private static final Set<String> FILES = Set.of("max-size", "max-file", "compress");

  /** Options about what is noted beside each line; see {@link LogAttributes}. */
  private static final Set<String> ATTRIBUTES =
      Set.of("labels", "labels-regex", "env", "env-regex", "tag");

  /** The log drivers there are. */
  public enum Driver {
    JSON_FILE("json-file"),
    LOCAL("local"),
    NONE("none");

    private final String label;

    Driver(String label) {
      this.label = label;
    }

    /** The name users write. */
    public String label() {
      return label;
    }
  }

  /**
   * Reads {@code HostConfig.LogConfig}.
   *
   * @param type the driver's name; empty: json-file
   * @throws IllegalArgumentException naming the driver or option that is unknown or not available
   */
  public static LogSettings of(String type, Map<String, String> options) {
    Driver driver =
        switch (type) {
          case "", "json-file" -> Driver.JSON_FILE;
          case "local" -> Driver.LOCAL;
          case "none" -> Driver.NONE;
          default ->
              throw new IllegalArgumentException(
                  "log driver \"" + type + "\" is not available; use json-file, local or none");
        };
    if (driver == Driver.NONE) {
      return new LogSettings(driver, 0, 1, false, 0);
    }
    long buffer = buffer(options);
    options.keySet().forEach(option -> require(driver, option));
    if (driver == Driver.JSON_FILE) {
      LogAttributes.check(options);
    }
    boolean local = driver == Driver.LOCAL;
    long maxBytes =
        options.containsKey("max-size") ? bytes(options.get("max-size")) : local ? LOCAL_BYTES : 0;
    int maxFiles =
        options.containsKey("max-file") ? files(options.get("max-file")) : local ? LOCAL_FILES : 1;
    boolean compress =
        options.containsKey("compress") ? bool(options.get("compress")) : local && maxFiles > 1;
    if (compress && (maxFiles == 1 || maxBytes == 0)) {
      throw new IllegalArgumentException(
          "compress cannot be true when max-file is less than 2 or max-size is not set");
    }
    return new LogSettings(driver, maxBytes, maxFiles, compress, buffer);
  }

  private static void require(Driver driver, String option) {
    boolean known =
        FILES.contains(option)
            || option.equals("mode")
            || option.equals("max-buffer-size")
            || (driver == Driver.JSON_FILE && ATTRIBUTES.contains(option));
    if (!known) {
      throw new IllegalArgumentException(
          "unknown log opt '"
              + option
              + (driver == Driver.LOCAL ? "' for log driver local" : "' for json-file log driver"));
    }
  }

  private static long buffer(Map<String, String> options) {
    String mode = options.getOrDefault("mode", "");
    boolean waits = !mode.equals("non-blocking");
    if (waits && !mode.isEmpty() && !mode.equals("blocking")) {
      throw new IllegalArgumentException("logger: logging mode not supported: " + mode);
    }
    String size = options.get("max-buffer-size");
    if (size == null) {
      return waits ? 0 : BUFFER;
    }
    if (waits) {
      throw new IllegalArgumentException(
          "logger: max-buffer-size option is only supported with 'mode=non-blocking'");
    }
    return size("max-buffer-size", size, true);
  }

  private static boolean bool(String value) {
    return switch (value) {
      case "1", "t", "T", "TRUE", "true", "True" -> true;
      case "0", "f", "F", "FALSE", "false", "False" -> false;
      default -> throw new IllegalArgumentException("invalid value for 'compress': " + value);
    };
  }

  private static int files(String value) {
    try {
      int files = Integer.parseInt(value);
      if (files >= 1) {
        return files;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("invalid value for 'max-file': " + value, e);
    }
    throw new IllegalArgumentException("max-file cannot be less than 1");
  }

  /** As in Docker the letters mean powers of 1000 here. */
  private static long bytes(String value) {
    return size("max-size", value, false);
  }

  private static long size(String option, String value, boolean binary) {
    try {
      long bytes = binary ? ByteSize.binary(value.trim()) : ByteSize.decimal(value.trim());
      if (bytes > 0) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("invalid value for '" + option + "': " + value, e);
    }
    throw new IllegalArgumentException("invalid value for '" + option + "': " + value);
  }
}
