package dev.stevedore.runc.config;

import dev.stevedore.lib.oci.runtime.IntelRdt;
import dev.stevedore.runc.RuncException;

/** What config-linux.md says of the values of {@code linux.intelRdt}. */
public final class IntelRdtChecks {
  private IntelRdtChecks() {}

  /**
   * Checks them.
   *
   * @throws RuncException that says what is wrong
   */
  public static void check(IntelRdt settings) {
    String group = settings.closId();
    // A name of a directory, or "/" for the class of all that are in no other.
    boolean isName = !group.contains("/") && !group.equals(".") && !group.equals("..");
    require(isName || group.equals("/"), "closID \"" + group + "\"", "is not a name");
    require(isLine(settings.l3CacheSchema()), "l3CacheSchema", "is more than a line");
    String bandwidth = settings.memBwSchema();
    require(
        isLine(bandwidth) && (bandwidth.isEmpty() || bandwidth.startsWith("MB:")),
        "memBwSchema",
        "is not a line that begins with MB:");
    for (int i = 0; i < settings.schemata().size(); i++) {
      require(isLine(settings.schemata().get(i)), "schemata[" + i + "]", "is more than a line");
    }
  }

  private static boolean isLine(String text) {
    return text.indexOf('\n') < 0;
  }

  private static void require(boolean condition, String field, String problem) {
    if (!condition) {
      throw new RuncException("linux.intelRdt." + field + " " + problem);
    }
  }
}
