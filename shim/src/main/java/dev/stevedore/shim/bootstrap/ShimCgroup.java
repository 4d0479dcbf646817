package dev.stevedore.shim.bootstrap;

import dev.stevedore.lib.posix.Directories;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.shim.UsageException;
import dev.stevedore.shim.stats.CgroupStats;

/** The cgroup that a shim itself is to be in, which must exist: {@code ShimCgroup}. */
final class ShimCgroup {
  private ShimCgroup() {}

  /**
   * Moves a process there.
   *
   * @param path below the root of each hierarchy
   * @throws UsageException when there is no such cgroup, or it cannot be entered
   */
  static void enter(String path, int pid) {
    String below = path.startsWith("/") ? path : "/" + path;
    boolean entered = false;
    try {
      if (CgroupStats.isUnified()) {
        entered = enterDirectory(CgroupStats.ROOT + below, pid);
      } else {
        for (String controller : Directories.list(CgroupStats.ROOT)) {
          entered |= enterDirectory(CgroupStats.ROOT + "/" + controller + below, pid);
        }
      }
    } catch (PosixException e) {
      throw new UsageException("failed to join cgroup " + path + ": " + e.getMessage());
    }
    if (!entered) {
      throw new UsageException("failed to load cgroup " + path + ": cgroup deleted");
    }
  }

  private static boolean enterDirectory(String directory, int pid) {
    String file = directory + "/cgroup.procs";
    if (!Files.exists(file)) {
      return false;
    }
    Files.writeExisting(file, Integer.toString(pid));
    return true;
  }
}
