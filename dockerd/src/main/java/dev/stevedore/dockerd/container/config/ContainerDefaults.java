package dev.stevedore.dockerd.container.config;

import dev.stevedore.dockerd.logs.LogDefaults;
import dev.stevedore.lib.oci.runtime.Rlimit;
import java.util.List;
import java.util.OptionalLong;

/**
 * What holds for a container that does not say otherwise: what the daemon was told.
 *
 * @param logs how its output is kept
 * @param cgroupParent below which cgroup it lies; empty: below {@code docker}
 * @param cgroupnsMode {@code private} or {@code host}; empty: private where there is only cgroup v2
 * @param ipcMode {@code private} or {@code shareable}
 * @param shmSize of its /dev/shm, in bytes
 * @param ulimits its resource limits; it may replace each of them
 * @param noNewPrivileges whether setuid programs have no effect in it
 * @param seccomp its seccomp profile
 * @param layerSize how many bytes its writable layer may hold; empty: no limit
 */
public record ContainerDefaults(
    LogDefaults logs,
    String cgroupParent,
    String cgroupnsMode,
    String ipcMode,
    long shmSize,
    List<Rlimit> ulimits,
    boolean noNewPrivileges,
    SeccompDefault seccomp,
    OptionalLong layerSize) {
  /** What Docker does if it is not told. */
  public static final ContainerDefaults STANDARD =
      new ContainerDefaults(
          LogDefaults.STANDARD,
          "",
          "",
          "private",
          64 << 20,
          List.of(),
          false,
          SeccompDefault.BUILTIN,
          OptionalLong.empty());

  /** Keeps a copy. */
  public ContainerDefaults {
    ulimits = List.copyOf(ulimits);
  }
}
