package dev.stevedore.lib.registry;

import java.util.regex.Pattern;

/** {@code host}, {@code host:port}, {@code [::1]:port}: how registries are named. */
final class HostPort {
  private static final Pattern VALID =
      Pattern.compile(
          "(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[0-9a-fA-F:]+\\])(?::[0-9]{1,5})?");

  private HostPort() {}

  static boolean isValid(String text) {
    return VALID.matcher(text).matches();
  }

  /** The host alone, an IPv6 address without its brackets. */
  static String host(String hostPort) {
    if (hostPort.startsWith("[")) {
      return hostPort.substring(1, hostPort.indexOf(']'));
    }
    int colon = hostPort.indexOf(':');
    return colon < 0 ? hostPort : hostPort.substring(0, colon);
  }
}
