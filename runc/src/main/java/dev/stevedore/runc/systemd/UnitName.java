package dev.stevedore.runc.systemd;

import dev.stevedore.runc.RuncException;

/**
 * The unit of a container.
 *
 * @param name with its suffix
 * @param slice the unit that it is put into; empty for the manager's default
 * @param description for people
 */
public record UnitName(String name, String slice, String description) {
  private static final String SLICE = ".slice";

  /**
   * By {@code linux.cgroupsPath}, which is {@code slice:prefix:name} with systemd.
   *
   * @param id the container, whose name is the default
   */
  public static UnitName of(String cgroupsPath, String id) {
    if (cgroupsPath.isEmpty()) {
      return of("", "runc", id);
    }
    String[] parts = cgroupsPath.split(":", -1);
    if (parts.length != 3) {
      throw new RuncException(
          "expected cgroupsPath to be of format \"slice:prefix:name\" for systemd cgroups, got \""
              + cgroupsPath
              + "\" instead");
    }
    return of(parts[0], parts[1], parts[2]);
  }

  private static UnitName of(String slice, String prefix, String name) {
    if (slice.contains("/") || prefix.contains("/") || name.contains("/") || name.isEmpty()) {
      throw new RuncException(
          "invalid name of a systemd unit: " + slice + ":" + prefix + ":" + name);
    }
    if (!slice.isEmpty() && (!slice.endsWith(SLICE) || slice.length() == SLICE.length())) {
      throw new RuncException("invalid slice name: " + slice);
    }
    if (name.endsWith(SLICE)) {
      throw new RuncException("a slice has no processes of its own: " + name);
    }
    String unit = (prefix.isEmpty() ? name : prefix + "-" + name) + ".scope";
    return new UnitName(unit, slice, "libcontainer container " + name);
  }
}
