package dev.stevedore.runc.mount;

import dev.stevedore.lib.oci.runtime.Mount;
import dev.stevedore.lib.posix.Split;
import dev.stevedore.runc.RuncException;
import java.util.List;

/** Where nothing may be mounted: on the root itself, and in /proc but for a few files. */
final class MountRules {
  /** Those that lxcfs shows with a container's own numbers. */
  private static final List<String> ALLOWED_IN_PROC =
      List.of(
          "/proc/cpuinfo",
          "/proc/diskstats",
          "/proc/meminfo",
          "/proc/stat",
          "/proc/swaps",
          "/proc/uptime",
          "/proc/loadavg",
          "/proc/slabinfo",
          "/proc/sys/kernel/ns_last_pid",
          "/proc/sys/crypto/fips_enabled");

  private MountRules() {}

  /**
   * Checks a destination.
   *
   * @param inside its real path in the root
   * @param isProc whether what is mounted is a procfs
   */
  static void check(String inside, Mount mount, boolean isProc) {
    if (inside.equals("/")) {
      throw new RuncException(
          "mountpoint \"" + mount.destination() + "\" is the top of the rootfs");
    }
    if (inside.equals("/proc") && !isProc) {
      throw new RuncException(
          "\"" + mount.destination() + "\" cannot be mounted because it is not of type proc");
    }
    if (inside.startsWith("/proc/") && !ALLOWED_IN_PROC.contains(inside)) {
      throw new RuncException(
          "\"" + mount.destination() + "\" cannot be mounted because it is inside /proc");
    }
  }

  /** The path without empty, {@code .} and {@code ..} components, absolute. */
  static String clean(String path) {
    StringBuilder cleaned = new StringBuilder();
    for (String part : Split.words('/', path)) {
      if (part.equals("..")) {
        cleaned.setLength(Math.max(cleaned.lastIndexOf("/"), 0));
      } else if (!part.equals(".")) {
        cleaned.append('/').append(part);
      }
    }
    return cleaned.isEmpty() ? "/" : cleaned.toString();
  }
}
