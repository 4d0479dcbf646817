package dev.stevedore.dockerd.api;

/** A version of the Engine API, for example 1.51. */
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
  /** The oldest version served. */
  public static final ApiVersion MIN = new ApiVersion(1, 24);

  /** The version spoken with a client that names none, and the newest one. */
  public static final ApiVersion CURRENT = new ApiVersion(1, 51);

  /**
   * Reads {@code 1.51}. A missing minor number is 0; what follows a second dot is ignored, as
   * Docker compares numerically part by part.
   */
  public static ApiVersion parse(String text) {
    String[] parts = text.split("\\.", -1);
    return new ApiVersion(number(parts[0]), parts.length > 1 ? number(parts[1]) : 0);
  }

  private static int number(String digits) {
    return digits.isEmpty()
        ? 0
        : digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }

  /** Returns whether this version is older than {@code 1.minor}. */
  public boolean before(int otherMinor) {
    return compareTo(new ApiVersion(1, otherMinor)) < 0;
  }

  /** Returns whether this version is {@code 1.minor} or newer. */
  public boolean atLeast(int otherMinor) {
    return !before(otherMinor);
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
