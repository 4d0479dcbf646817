package dev.stevedore.dockerd.endpoints;

import dev.stevedore.dockerd.api.ApiException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ports that a list is filtered by: {@code 80}, {@code 80/udp}, {@code 8000-8080/tcp}. */
record PortFilter(int first, int last, String protocol) {
  private static final Pattern TEXT =
      Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?(?:/([a-z]*))?");

  /**
   * Checks a filter.
   *
   * @throws ApiException.BadParameter with Docker's text
   */
  static void check(String key, String text) {
    if (text.contains(":")) {
      throw new ApiException.BadParameter(
          "filter for '" + key + "' should not contain ':': " + text);
    }
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches() || parse(text).first > parse(text).last) {
      throw new ApiException.BadParameter(
          "error while looking up for " + key + " " + text + ": invalid port range");
    }
  }

  /** Reads one that was checked. */
  static PortFilter parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    int first = Integer.parseInt(matcher.group(1));
    int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
    boolean plain = matcher.group(3) == null || matcher.group(3).isEmpty();
    return new PortFilter(first, last, plain ? "tcp" : matcher.group(3));
  }

  /** Whether a port, {@code 80/tcp}, is one of these. */
  boolean accepts(String port) {
    Matcher matcher = TEXT.matcher(port);
    if (!matcher.matches()) {
      return false;
    }
    int number = Integer.parseInt(matcher.group(1));
    return number >= first && number <= last && parse(port).protocol.equals(protocol);
  }
}
