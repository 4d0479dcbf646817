package dev.stevedore.runc.cgroup;

import dev.stevedore.lib.posix.Files;

/** Cgroups of the cpuset controller of v1, which start without CPUs and take no process so. */
final class CpusetDirectories {
  private CpusetDirectories() {}

  /** Makes the cgroup and those above it, with the CPUs and nodes of their parents. */
  static void make(String directory) {
    if (Files.exists(directory + "/cgroup.procs")) {
      inherit(directory);
      return;
    }
    String parent = directory.substring(0, directory.lastIndexOf('/'));
    make(parent);
    Files.makeDirectories(directory, 0755);
    inherit(directory);
  }

  private static void inherit(String directory) {
    String parent = directory.substring(0, directory.lastIndexOf('/'));
    for (String file : new String[] {"/cpuset.cpus", "/cpuset.mems"}) {
      if (Files.readText(directory + file).trim().isEmpty()) {
        Files.writeExisting(directory + file, Files.readText(parent + file).trim());
      }
    }
  }
}
