package dev.stevedore.runc.cgroup;

/** Who makes the cgroups of a container. */
public enum CgroupDriver {
  /** This program, by the files of cgroupfs. */
  CGROUPFS,
  /** systemd, which is asked by D-Bus. */
  SYSTEMD,
  /** Nobody: the container stays in the cgroups of its creator. */
  DISABLED
}
