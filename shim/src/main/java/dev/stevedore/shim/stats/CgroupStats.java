package dev.stevedore.shim.stats;

import dev.stevedore.lib.posix.Directories;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.task.StatsResponse;
import dev.stevedore.lib.ttrpc.wire.Any;
import java.util.List;

/** Finds a container's cgroups by its first process, and reads their statistics. */
public final class CgroupStats {
  /** Where cgroups are: the unified hierarchy, or a directory per v1 controller. */
  public static final String ROOT = "/sys/fs/cgroup";

  /**
   * The statistics of the cgroups that {@code pid} is in.
   *
   * @throws TtrpcException with {@link Code#NOT_FOUND} when the process is gone
   */
  public StatsResponse of(int pid) {
    ProcCgroup cgroup = of(pid, "cgroup does not exist: not found");
    if (isUnified()) {
      return new StatsResponse(
          Any.of(V2Metrics.TYPE, new V2Metrics(new Reader(cgroup, ROOT + cgroup.v2()))));
    }
    return new StatsResponse(Any.of(V1Metrics.TYPE, new V1Metrics(new Reader(cgroup, ""))));
  }

  /** Whether the machine has v2 only: a hybrid one counts as v1, as everywhere in containerd. */
  public static boolean isUnified() {
    return Files.exists(ROOT + "/cgroup.controllers");
  }

  /** The cgroups of a process. */
  public static ProcCgroup of(int pid, String messageWhenGone) {
    try {
      return ProcCgroup.parse(Files.readText("/proc/" + pid + "/cgroup"));
    } catch (PosixException e) {
      throw new TtrpcException(Code.NOT_FOUND, messageWhenGone);
    }
  }

  /** Reads the real files. */
  private record Reader(ProcCgroup cgroup, String unified) implements CgroupFiles {
    @Override
    public String read(String controller, String name) {
      try {
        String directory = directory(controller);
        return directory.isEmpty() ? "" : Files.readText(directory + "/" + name);
      } catch (PosixException e) {
        return ""; // not every kernel has every file
      }
    }

    @Override
    public List<String> names(String controller) {
      try {
        String directory = directory(controller);
        return directory.isEmpty() ? List.of() : Directories.list(directory);
      } catch (PosixException e) {
        return List.of();
      }
    }

    @Override
    public String blockDevice(long major, long minor) {
      try {
        String target = Files.readLink("/sys/dev/block/" + major + ":" + minor);
        return "/dev/" + target.substring(target.lastIndexOf('/') + 1);
      } catch (PosixException e) {
        return "";
      }
    }

    private String directory(String controller) {
      return controller.isEmpty() ? unified : cgroup.directory(controller).orElse("");
    }
  }
}
