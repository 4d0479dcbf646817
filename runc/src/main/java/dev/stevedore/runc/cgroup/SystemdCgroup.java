package dev.stevedore.runc.cgroup;

import dev.stevedore.lib.oci.runtime.resources.DeviceRule;
import dev.stevedore.lib.oci.runtime.resources.Resources;
import dev.stevedore.runc.systemd.SystemdManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cgroups that systemd makes, as those of a scope unit. It is told of limits too, as it writes what
 * it knows of again whenever it reloads.
 *
 * @param unit the scope
 * @param files the cgroups themselves
 */
record SystemdCgroup(SystemdUnit unit, Cgroup files) implements Cgroup {
  @Override
  public Map<String, String> paths() {
    return files.paths();
  }

  @Override
  public Optional<SystemdUnit> systemdUnit() {
    return Optional.of(unit);
  }

  /** What systemd does not make: the hierarchies of v1 that it does not care for. */
  @Override
  public void create() {
    files.create();
  }

  @Override
  public CgroupEntrance open(SubCgroups below) {
    return files.open(below);
  }

  @Override
  public void limit(Resources resources) {
    boolean isUnified = Cgroups.isUnified();
    try (SystemdManager manager = SystemdManager.open(unit.isUsers())) {
      manager.limit(
          unit.name(),
          resources,
          isUnified,
          V2Limits.weight(resources),
          isUnified ? V2Limits.swap(resources) : 0);
    }
    files.limit(resources);
  }

  @Override
  public void limitDevices(Resources resources) {
    List<DeviceRule> rules = DeviceRules.effective(resources.devices());
    if (unit.isUsers()) {
      // A user may not load a program for devices, and systemd would fail the unit for it.
      return;
    }
    try (SystemdManager manager = SystemdManager.open(false)) {
      manager.limitDevices(unit.name(), rules, DeviceRules.allowsAll(rules));
    }
    files.limitDevices(resources);
  }

  @Override
  public void giveTo(long uid) {
    files.giveTo(uid);
  }

  @Override
  public void freeze(boolean frozen) {
    files.freeze(frozen);
  }

  @Override
  public boolean isFrozen() {
    return files.isFrozen();
  }

  @Override
  public List<Integer> processes() {
    return files.processes();
  }

  @Override
  public void takeBack(int pid) {
    files.takeBack(pid);
  }

  @Override
  public boolean killAll() {
    return files.killAll();
  }

  @Override
  public void remove() {
    try (SystemdManager manager = SystemdManager.open(unit.isUsers())) {
      manager.stop(unit.name());
    }
    files.remove();
  }

  @Override
  public boolean exists() {
    return files.exists();
  }
}
