package dev.stevedore.runc.cgroup;

import dev.stevedore.lib.oci.runtime.resources.Resources;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cgroups of a container, one in each hierarchy. */
public sealed interface Cgroup permits NoCgroup, SystemdCgroup, V1Cgroup, V2Cgroup {
  /** Where they are, by controller; the key of v2's is empty. Nothing if there are none. */
  Map<String, String> paths();

  /** The unit of systemd that they belong to. */
  default Optional<SystemdUnit> systemdUnit() {
    return Optional.empty();
  }

  /** Makes them, with nothing in them. */
  void create();

  /**
   * Opens what a new process needs to get into them.
   *
   * @param below cgroups below them to get into
   */
  CgroupEntrance open(SubCgroups below);

  /** Sets limits; what is not set stays as it is. */
  void limit(Resources resources);

  /** Sets which devices may be used. */
  void limitDevices(Resources resources);

  /**
   * Makes it a user's, who may then make cgroups in it; only v2 is safe for that, so elsewhere
   * nothing happens.
   */
  default void giveTo(long uid) {}

  /** Stops or continues all processes. */
  void freeze(boolean frozen);

  boolean isFrozen();

  /** All processes, those in cgroups below too. */
  List<Integer> processes();

  /** Moves a process that was moved elsewhere back, so that it is frozen only if they are. */
  void takeBack(int pid);

  /** SIGKILL to all processes, if the kernel can do that at once; else false. */
  boolean killAll();

  /** Removes them. */
  void remove();

  /** Whether they are there. */
  boolean exists();
}
