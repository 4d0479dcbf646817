package dev.stevedore.runc.cgroup;

import dev.stevedore.runc.systemd.SystemdManager;
import dev.stevedore.runc.systemd.UnitName;
import java.util.Map;

/**
 * A unit of systemd.
 *
 * @param name with its suffix
 * @param isUsers whether it is of a user's systemd, and not of the system's
 */
public record SystemdUnit(String name, boolean isUsers) {
  /**
   * Makes a scope around a process.
   *
   * @param cgroupsPath of config.json
   * @param id the container
   * @param isUsers whether the user's systemd is to make it
   * @param annotations of config.json
   */
  static SystemdUnit start(
      int pid, String cgroupsPath, String id, boolean isUsers, Map<String, String> annotations) {
    UnitName unit = UnitName.of(cgroupsPath, id);
    try (SystemdManager manager = SystemdManager.open(isUsers)) {
      manager.start(unit, pid, annotations, Cgroups.isUnified());
    }
    return new SystemdUnit(unit.name(), isUsers);
  }
}
