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

  /** This, but a bind mount that is read-only leaves what is mounted below it as it is. */
  public MountRequest readOnlyOnTop() {
    boolean said =
        point.is(MountTrait.READ_ONLY_BELOW)
            || point.is(MountTrait.WRITABLE_BELOW)
            || point.is(MountTrait.NON_RECURSIVE);
    return point.kind() == MountPoint.Kind.BIND && !point.writable() && !said
        ? new MountRequest(point.with(MountTrait.WRITABLE_BELOW), driverOptions, labels)
        : this;
  }
}
