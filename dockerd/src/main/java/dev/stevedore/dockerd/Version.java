package dev.stevedore.dockerd;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this build is.
 *
 * @param number the version, for example 0.1.0
 * @param build the commit it was built from, shortened
 * @param time when it was built, RFC 3339
 */
public record Version(String number, String build, String time) {
  /** The first that spoke API 1.51. */
  private static final String DOCKER = "28.3.0";

  /**
   * Our number behind that of the Docker whose API this is: Testcontainers and others refuse an
   * engine whose first number is too low for them.
   */
  public String engine() {
    return DOCKER + "+stevedore." + number;
  }

  /** Reads what the build wrote into the jar. */
  static Version ofThisBuild() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read version.properties", e);
    }
    return new Version(
        known(properties, "version"), known(properties, "build"), known(properties, "time"));
  }

  /** Without git the build knows nothing of commits. */
  private static String known(Properties properties, String key) {
    String value = properties.getProperty(key, "");
    return value.isEmpty() ? "unknown" : value;
  }
}
