package dev.stevedore.dockerd.config;

import dev.stevedore.lib.oci.runtime.Rlimit;
import dev.stevedore.lib.oci.runtime.RlimitType;
import java.util.Locale;

/** Resource limits as a flag says them: {@code name=soft[:hard]}; -1 is no limit. */
final class Ulimits {
  private Ulimits() {}

  /** Reads one; throws Docker's texts. */
  static Rlimit parse(String text) throws ConfigException {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw new ConfigException("invalid ulimit argument: " + text);
    }
    String limits = text.substring(equals + 1);
    int colon = limits.indexOf(':');
    long soft = number(colon < 0 ? limits : limits.substring(0, colon));
    long hard = colon < 0 ? soft : number(limits.substring(colon + 1));
    return of(text.substring(0, equals), hard, soft);
  }

  /** Checks one. */
  static Rlimit of(String name, long hard, long soft) throws ConfigException {
    RlimitType type;
    try {
      type = RlimitType.of("RLIMIT_" + name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new ConfigException("invalid ulimit type: " + name, e);
    }
    if (hard != -1 && (soft == -1 || soft > hard)) {
      throw new ConfigException(
          soft == -1
              ? "ulimit soft limit must be less than or equal to hard limit: soft: -1 (unlimited), hard: "
                  + hard
              : "ulimit soft limit must be less than or equal to hard limit: %d > %d"
                  .formatted(soft, hard));
    }
    return new Rlimit(type, hard, soft);
  }

  private static long number(String text) throws ConfigException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new ConfigException("strconv.ParseInt: parsing \"" + text + "\": invalid syntax", e);
    }
  }
}
