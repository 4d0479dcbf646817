package dev.stevedore.runc.process;

import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.oci.runtime.Process;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.log.Log;

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

  /**
   * A configuration without a label for the container's mounts, if there is no SELinux that it
   * could mean something to: the kernel takes it for an unknown option of a file system then. That
   * is no loss of protection, as a label keeps nobody out who has no label himself.
   */
  public static Spec usable(Spec spec, Log log) {
    if (spec.linux().map(Linux::mountLabel).orElse("").isEmpty() || hasSelinux()) {
      return spec;
    }
    log.warn("ignoring linux.mountLabel: selinux is disabled or not supported");
    Linux unlabelled = spec.linux().orElseThrow().toBuilder().mountLabel("").build();
    return spec.toBuilder().linux(unlabelled).build();
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
