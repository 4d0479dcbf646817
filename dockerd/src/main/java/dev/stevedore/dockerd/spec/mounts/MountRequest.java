package dev.stevedore.dockerd.spec.mounts;

import java.util.Map;

/**
 * A mount, and how its volume is made if there is none of that name.
 *
 * @param point the mount
 * @param driverOptions of a volume
 * @param labels of a volume
 */
public record MountRequest(
    MountPoint point, Map<String, String> driverOptions, Map<String, String> labels) {
  /** A mount that makes nothing. */
  MountRequest(MountPoint point) {
    this(point, Map.of(), Map.of());
  }
}
