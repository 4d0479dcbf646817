package dev.stevedore.dockerd.logs;

import java.util.Locale;
import java.util.Map;

/**
 * How a container's output is kept.
 *
 * @param driver json-file or none
 * @param maxBytes size at which a file is rotated; 0: never
 * @param maxFiles how many files are kept, the current one included; at least 1
 */
public record LogSettings(Driver driver, long maxBytes, int maxFiles) {
  /** The log drivers there are. */
  public enum Driver {
    JSON_FILE("json-file"),
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
          case "none" -> Driver.NONE;
          default ->
              throw new IllegalArgumentException(
                  "log driver \"" + type + "\" is not available; use json-file or none");
        };
    long maxBytes = 0;
    int maxFiles = 1;
    for (Map.Entry<String, String> option : options.entrySet()) {
      String value = option.getValue();
      if (driver == Driver.NONE) {
        throw unknown(option.getKey(), driver);
      }
      switch (option.getKey()) {
        case "max-size" -> maxBytes = bytes(value);
        case "max-file" -> maxFiles = files(value);
        default -> throw unknown(option.getKey(), driver);
      }
    }
    if (maxFiles > 1 && maxBytes == 0) {
      throw new IllegalArgumentException("max-file cannot be set above 1 without max-size");
    }
    return new LogSettings(driver, maxBytes, maxFiles);
  }

  private static IllegalArgumentException unknown(String option, Driver driver) {
    return new IllegalArgumentException(
        "unknown log opt '" + option + "' for " + driver.label() + " log driver");
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

  private static long bytes(String value) {
    String text = value.trim().toLowerCase(Locale.ROOT);
    if (text.endsWith("b")) {
      text = text.substring(0, text.length() - 1);
    }
    if (text.endsWith("i")) {
      text = text.substring(0, text.length() - 1);
    }
    long unit =
        switch (text.isEmpty() ? ' ' : text.charAt(text.length() - 1)) {
          case 'k' -> 1L << 10;
          case 'm' -> 1L << 20;
          case 'g' -> 1L << 30;
          case 't' -> 1L << 40;
          default -> 1L;
        };
    String number = unit == 1 ? text : text.substring(0, text.length() - 1);
    try {
      long bytes = Math.multiplyExact(Long.parseLong(number.trim()), unit);
      if (bytes > 0) {
        return bytes;
      }
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException("invalid value for 'max-size': " + value, e);
    }
    throw new IllegalArgumentException("invalid value for 'max-size': " + value);
  }
}
