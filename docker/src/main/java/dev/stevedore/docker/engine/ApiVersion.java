package dev.stevedore.docker.engine;

import dev.stevedore.docker.cli.CliException;

/** A version of the Engine API, such as 1.51. */
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
  /** The newest this client speaks. */
  public static final ApiVersion NEWEST = new ApiVersion(1, 51);

  /** The oldest this client speaks. */
  public static final ApiVersion OLDEST = new ApiVersion(1, 24);

  /**
   * @throws CliException if the text is not two numbers with a dot between
   */
  public static ApiVersion parse(String text) {
    int dot = text.indexOf('.');
    try {
      return new ApiVersion(
          Integer.parseInt(text.substring(0, Math.max(0, dot))),
          Integer.parseInt(text.substring(dot + 1)));
    } catch (NumberFormatException e) {
      throw new CliException("invalid API version \"" + text + "\"", 1, e);
    }
  }

  /** Whether this is the given version of API 1 or a later one. */
  public boolean atLeast(int minorVersion) {
    return compareTo(new ApiVersion(1, minorVersion)) >= 0;
  }

  @Override
  public int compareTo(ApiVersion other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
