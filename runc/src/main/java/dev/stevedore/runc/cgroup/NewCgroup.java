package dev.stevedore.runc.cgroup;

import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The cgroups of a container that is being made. Those of this program's own making are there
 * before any process; systemd makes a scope around a process that is there.
 *
 * @param driver who makes them
 * @param cgroupsPath of config.json
 * @param id the container, whose name is the default path
 * @param rootless whether to do without cgroups that may not be made
 * @param annotations of config.json
 */
public record NewCgroup(
    CgroupDriver driver,
    String cgroupsPath,
    String id,
    boolean rootless,
    Map<String, String> annotations) {
  /** Whether a process must be there first: {@link #around} is the way then, else {@link #make}. */
  public boolean needsProcess() {
    return driver == CgroupDriver.SYSTEMD;
  }

  /**
   * Makes them, with nothing in them; what was made is unmade if that fails.
   *
   * @param announcement is given where they will be, before the first is made
   */
  public Cgroup make(Consumer<Map<String, String>> announcement) {
    if (driver == CgroupDriver.DISABLED) {
      return new NoCgroup();
    }
    Cgroup cgroup = Cgroups.forNew(cgroupsPath, id);
    announcement.accept(cgroup.paths());
    try {
      cgroup.create();
      return cgroup;
    } catch (PosixException e) {
      cgroup.remove();
      if (rootless && (e.is(Errno.EACCES) || e.is(Errno.EPERM) || e.is(Errno.EROFS))) {
        return new NoCgroup();
      }
      throw e;
    }
  }

  /** Has systemd make them, and put a process into them, whose children are born there. */
  public Cgroup around(int pid) {
    boolean isUsers = rootless && Processes.userId() != 0;
    SystemdUnit unit = SystemdUnit.start(pid, cgroupsPath, id, isUsers, annotations);
    Cgroup cgroup = new SystemdCgroup(unit, Cgroups.ofProcess(pid));
    cgroup.create();
    return cgroup;
  }

  /** Called in the process of {@link #around}: its cgroups. */
  public static Cgroup ofThisProcess() {
    return Cgroups.ofProcess(Processes.self());
  }

  /** Called in the process of {@link #around}: the way of its children into those left to go. */
  public static CgroupEntrance restOfTheWay(Cgroup cgroup) {
    return Cgroups.isUnified()
        ? new CgroupEntrance(List.of(), Optional.empty())
        : cgroup.open(SubCgroups.NONE);
  }
}
