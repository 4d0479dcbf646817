package dev.stevedore.runc.cgroup;

import dev.stevedore.lib.oci.runtime.resources.DeviceRule;
import dev.stevedore.lib.oci.runtime.resources.Resources;
import dev.stevedore.lib.posix.CgroupDevicePrograms;
import dev.stevedore.lib.posix.Clock;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Split;
import dev.stevedore.runc.RuncException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cgroup of v2 (cgroups(7), and the kernel's cgroup-v2.rst). */
final class V2Cgroup implements Cgroup {
  private static final long MILLISECOND = 1_000_000;
  private static final int FREEZE_TRIES = 2000;

  /** What is in a cgroup that is handed on, if the kernel does not say. */
  private static final String DELEGATED = "cgroup.procs\ncgroup.subtree_control\ncgroup.threads";

  private final String directory;
  private final boolean hasControllers;

  /**
   * Takes where it is.
   *
   * @param hasControllers whether limits are set in it, and not in v1 beside it
   */
  V2Cgroup(String directory, boolean hasControllers) {
    this.directory = directory;
    this.hasControllers = hasControllers;
  }

  @Override
  public Map<String, String> paths() {
    return Map.of("", directory);
  }

  /** Also hands all controllers down to it from the top of the hierarchy. */
  @Override
  public void create() {
    if (hasControllers) {
      int end = Cgroups.MOUNT_POINT.length();
      while (end >= 0) {
        String ancestor = directory.substring(0, end);
        Files.makeDirectories(ancestor, 0755);
        enableControllers(ancestor);
        end = directory.indexOf('/', end + 1);
      }
    }
    Files.makeDirectories(directory, 0755);
  }

  @Override
  public CgroupEntrance open(SubCgroups below) {
    if (hasControllers) {
      below.requireOnly(List.of());
    }
    String own = directory + below.below("");
    if (!own.equals(directory)) {
      Files.makeDirectories(own, 0755);
    }
    Fd opened = Files.open(own, OpenFlags.PATH | OpenFlags.DIRECTORY, 0);
    return new CgroupEntrance(List.of(), Optional.of(opened));
  }

  @Override
  public void limit(Resources resources) {
    for (Setting setting : V2Limits.of(resources)) {
      boolean isOfAll = setting.controller().equals("cgroup");
      if (!isOfAll && !controllers().contains(" " + setting.controller() + " ")) {
        throw new RuncException(
            "unable to set \""
                + setting.file()
                + "\": the requested cgroup controller `"
                + setting.controller()
                + "` is not available in "
                + directory);
      }
      CgroupFiles.write(directory, setting.file(), setting.value());
    }
  }

  @Override
  public void limitDevices(Resources resources) {
    List<DeviceRule> rules = DeviceRules.effective(resources.devices());
    if (!DeviceRules.allowsAll(rules)) {
      try (Fd cgroup = Files.open(directory, OpenFlags.DIRECTORY, 0)) {
        CgroupDevicePrograms.attach(cgroup, DeviceProgram.of(rules));
      }
    }
  }

  @Override
  public void giveTo(long uid) {
    if (!hasControllers) {
      return;
    }
    Files.changeOwner(directory, (int) uid, -1);
    String list = "/sys/kernel/cgroup/delegate";
    String names = Files.exists(list) ? Files.readText(list) : DELEGATED;
    for (String name : Split.words('\n', names)) {
      if (Files.exists(directory + "/" + name)) {
        Files.changeOwner(directory + "/" + name, (int) uid, -1);
      }
    }
  }

  @Override
  public void freeze(boolean frozen) {
    CgroupFiles.write(directory, "cgroup.freeze", frozen ? "1" : "0");
    for (int attempt = 0; attempt < FREEZE_TRIES; attempt++) {
      if (isFrozen() == frozen) {
        return;
      }
      Clock.sleepNanos(MILLISECOND);
    }
    throw new RuncException("unable to freeze " + directory + ": its processes do not stop");
  }

  @Override
  public boolean isFrozen() {
    try {
      return Files.readText(directory + "/cgroup.events").contains("frozen 1");
    } catch (PosixException e) {
      if (CgroupFiles.isGone(e)) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public List<Integer> processes() {
    return CgroupFiles.processes(directory);
  }

  @Override
  public void takeBack(int pid) {
    CgroupFiles.write(directory, "cgroup.procs", Integer.toString(pid));
  }

  @Override
  public boolean killAll() {
    try {
      Files.writeExisting(directory + "/cgroup.kill", "1");
      return true;
    } catch (PosixException e) {
      // Before Linux 5.14 there is no such file.
      return false;
    }
  }

  @Override
  public void remove() {
    CgroupFiles.remove(directory);
  }

  @Override
  public boolean exists() {
    return Files.exists(directory);
  }

  private String controllers() {
    return " " + Files.readText(directory + "/cgroup.controllers").trim() + " ";
  }

  /** A controller that cannot be handed down is missed when a limit of it is set, not here. */
  private static void enableControllers(String ancestor) {
    String all = Files.readText(ancestor + "/cgroup.controllers").trim();
    if (all.isEmpty()) {
      return;
    }
    boolean isTop = ancestor.equals(Cgroups.MOUNT_POINT);
    if (!isTop && !Files.readText(ancestor + "/cgroup.procs").isEmpty()) {
      // What could be handed down here would make its children cgroups of threads.
      return;
    }
    String enabled = " " + Files.readText(ancestor + "/cgroup.subtree_control").trim() + " ";
    for (String controller : Split.words(' ', all)) {
      if (enabled.contains(" " + controller + " ")) {
        continue;
      }
      try {
        Files.writeExisting(ancestor + "/cgroup.subtree_control", "+" + controller);
      } catch (PosixException e) {
        if (!e.is(Errno.EBUSY) && !e.is(Errno.EOPNOTSUPP) && !e.is(Errno.ENOENT)) {
          throw e;
        }
      }
    }
  }
}
