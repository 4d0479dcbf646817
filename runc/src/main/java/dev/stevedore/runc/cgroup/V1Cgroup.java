package dev.stevedore.runc.cgroup;

import dev.stevedore.lib.oci.runtime.resources.DeviceRule;
import dev.stevedore.lib.oci.runtime.resources.Resources;
import dev.stevedore.lib.posix.Clock;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Split;
import dev.stevedore.runc.RuncException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cgroups in the hierarchies of v1, and in v2 beside them in hybrid mode. */
final class V1Cgroup implements Cgroup {
  private static final long MILLISECOND = 1_000_000;
  private static final int FREEZE_TRIES = 2000;
  private static final int THAW_EVERY = 50;

  private final Map<String, String> directories;
  private final Optional<V2Cgroup> unified;

  /**
   * Takes where they are.
   *
   * @param directories by controllers, several with commas between them
   * @param unified the one of v2 in hybrid mode
   */
  V1Cgroup(Map<String, String> directories, Optional<V2Cgroup> unified) {
    this.directories = directories;
    this.unified = unified;
  }

  static boolean hasDevices(String controllers) {
    return has(controllers, "devices");
  }

  @Override
  public Map<String, String> paths() {
    Map<String, String> paths = new LinkedHashMap<>(directories);
    unified.ifPresent(cgroup -> paths.putAll(cgroup.paths()));
    return paths;
  }

  @Override
  public void create() {
    directories.forEach(V1Cgroup::make);
    unified.ifPresent(V2Cgroup::create);
  }

  private static void make(String controllers, String directory) {
    if (has(controllers, "cpuset")) {
      CpusetDirectories.make(directory);
    } else {
      Files.makeDirectories(directory, 0755);
    }
  }

  @Override
  public CgroupEntrance open(SubCgroups below) {
    below.requireOnly(directories.keySet());
    List<Fd> files = new ArrayList<>();
    directories.forEach(
        (controllers, directory) -> {
          String own = directory + below.below(controllers);
          if (!own.equals(directory)) {
            make(controllers, own);
          }
          files.add(Files.open(own + "/tasks", OpenFlags.WRITE_ONLY, 0));
        });
    return new CgroupEntrance(files, unified.flatMap(cgroup -> cgroup.open(below).directory()));
  }

  @Override
  public void limit(Resources resources) {
    if (!resources.unified().isEmpty()) {
      throw new RuncException("unified resources are for cgroup v2, and this machine has v1");
    }
    resources.memory().ifPresent(memory -> V1Memory.limit(directory("memory"), memory));
    V1Limits.of(resources).forEach(this::apply);
  }

  @Override
  public void limitDevices(Resources resources) {
    List<DeviceRule> rules = DeviceRules.effective(resources.devices());
    if (!DeviceRules.allowsAll(rules)) {
      V1Limits.devices(rules).forEach(this::apply);
    }
  }

  @Override
  public void freeze(boolean frozen) {
    String directory = directory("freezer");
    String wanted = frozen ? "FROZEN" : "THAWED";
    for (int attempt = 0; attempt < FREEZE_TRIES; attempt++) {
      if (frozen && attempt % THAW_EVERY == THAW_EVERY - 1) {
        // One that was caught while it made another is stuck, and goes on only if all do.
        CgroupFiles.write(directory, "freezer.state", "THAWED");
        Clock.sleepNanos(MILLISECOND / 10);
      }
      CgroupFiles.write(directory, "freezer.state", wanted);
      if (state(directory).equals(wanted)) {
        return;
      }
      Clock.sleepNanos(MILLISECOND);
    }
    if (frozen) {
      CgroupFiles.write(directory, "freezer.state", "THAWED");
    }
    throw new RuncException("unable to freeze " + directory + ": its processes do not stop");
  }

  @Override
  public boolean isFrozen() {
    try {
      return !state(directory("freezer")).equals("THAWED");
    } catch (PosixException e) {
      if (CgroupFiles.isGone(e)) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public List<Integer> processes() {
    return CgroupFiles.processes(directory("devices"));
  }

  @Override
  public void takeBack(int pid) {
    CgroupFiles.write(directory("freezer"), "cgroup.procs", Integer.toString(pid));
  }

  @Override
  public boolean killAll() {
    return unified.isPresent() && unified.get().killAll();
  }

  @Override
  public void remove() {
    for (String directory : directories.values()) {
      CgroupFiles.remove(directory);
    }
    unified.ifPresent(V2Cgroup::remove);
  }

  @Override
  public boolean exists() {
    return Files.exists(directory("devices"));
  }

  private void apply(Setting setting) {
    CgroupFiles.write(directory(setting.controller()), setting.file(), setting.value());
  }

  private String directory(String controller) {
    for (Map.Entry<String, String> entry : directories.entrySet()) {
      if (has(entry.getKey(), controller)) {
        return entry.getValue();
      }
    }
    throw new RuncException(
        "cannot set " + controller + " limit: the " + controller + " cgroup is not mounted");
  }

  private static String state(String directory) {
    return Files.readText(directory + "/freezer.state").trim();
  }

  private static boolean has(String controllers, String controller) {
    return controllers.equals(controller) || Split.at(',', controllers).contains(controller);
  }
}
