package dev.stevedore.runc.process;

import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.oci.runtime.Process;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.runc.RuncException;

/** Labels of SELinux and profiles of AppArmor: whether this machine has them. */
public final class SecurityLabels {
  private SecurityLabels() {}

  /**
   * Checks that what a process asks for is there: who asks for one counts on it.
   *
   * @throws RuncException that says what is not
   */
  public static void check(Process process) {
    if (!process.selinuxLabel().isEmpty() && !hasSelinux()) {
      throw new RuncException(
          "selinux label is specified in config, but selinux is disabled or not supported");
    }
    if (!process.apparmorProfile().isEmpty() && !hasAppArmor()) {
      throw new RuncException(
          "apparmor profile is specified in config, but apparmor is disabled or not supported");
    }
  }

  /** The same for a container's mounts. */
  public static void check(Linux linux) {
    if (!linux.mountLabel().isEmpty() && !hasSelinux()) {
      throw new RuncException(
          "linux.mountLabel is specified in config, but selinux is disabled or not supported");
    }
  }

  /** Whether SELinux is on. */
  public static boolean hasSelinux() {
    return Files.exists("/sys/fs/selinux/enforce");
  }

  /** Whether AppArmor is on. */
  public static boolean hasAppArmor() {
    return Files.exists("/sys/module/apparmor/parameters/enabled")
        && Files.readText("/sys/module/apparmor/parameters/enabled").startsWith("Y");
  }
}
