package dev.stevedore.dockerd.spec.mounts;

import java.nio.file.Path;
import java.util.List;

/** What mounts are read with: what else there is on this host. */
public interface MountContext {
  /**
   * The mounts of another container.
   *
   * @throws dev.stevedore.dockerd.api.ApiException if there is none of that name
   */
  List<MountPoint> mountsOf(String container);

  /** A name for a new volume that nobody named. */
  String newVolumeName();

  /** Where this daemon keeps its things. */
  Path dataRoot();
}
