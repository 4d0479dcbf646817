package dev.stevedore.runc.init;

import dev.stevedore.lib.oci.runtime.Capabilities;
import dev.stevedore.lib.oci.runtime.CapabilityNames;
import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.oci.runtime.Process;
import dev.stevedore.lib.posix.Credentials;
import dev.stevedore.lib.posix.Descriptors;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.FilesAt;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.posix.SignalMask;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.process.Environments;
import dev.stevedore.runc.process.ExecutableLookup;
import dev.stevedore.runc.process.ProcessSettings;
import dev.stevedore.runc.process.UserSwitch;
import dev.stevedore.runc.seccomp.SeccompFilter;
import java.util.List;
import java.util.Optional;

/**
 * The last steps before the user's program, the same for a container's first process and for exec.
 *
 * <p>Descriptors of this program stay out of the user's: a directory of the host among them would
 * be a way out of the container (CVE-2024-21626). They are marked close-on-exec, and the working
 * directory must be inside the root.
 */
final class ProcessLaunch {
  private static final int EXECUTION_FAILED = 255;

  private final Process process;
  private final Linux linux;
  private final int firstClosed;
  private final boolean keepsGroups;
  private Optional<byte[]> lateSeccomp = Optional.empty();
  private List<String> environment;
  private String program = "";

  /**
   * Takes what is to be launched.
   *
   * @param preservedFds how many descriptors from 3 on it gets
   * @param keepsGroups whether it keeps this process's supplementary groups
   */
  ProcessLaunch(Process process, Linux linux, int preservedFds, boolean keepsGroups) {
    this.process = process;
    this.linux = linux;
    this.firstClosed = 3 + preservedFds;
    this.keepsGroups = keepsGroups;
    this.environment = Environments.withoutRepetitions(process.env());
  }

  /** Tells the kernel which AppArmor profile to take at execve. */
  static void applyAppArmor(Process process) {
    if (!process.apparmorProfile().isEmpty()) {
      try {
        Files.writeExisting("/proc/self/attr/exec", "exec " + process.apparmorProfile());
      } catch (PosixException e) {
        throw new RuncException("unable to apply apparmor profile", e);
      }
    }
  }

  /** Without a filter of system calls. */
  void prepare(Parent parent) {
    prepare(Optional.empty(), parent);
  }

  /**
   * With a filter. Without no_new_privs only a privileged process may load one, so it comes before
   * the capabilities go; with it, it comes last, so that the filter need not allow what is done
   * here; but a listener has to be handed over while there is somebody to hand it to.
   */
  void prepare(byte[] seccomp, Parent parent) {
    prepare(Optional.of(seccomp), parent);
  }

  private void prepare(Optional<byte[]> seccomp, Parent parent) {
    Capabilities capabilities = process.capabilities().orElseGet(() -> Capabilities.of(List.of()));
    warnOfUnknown(capabilities, parent);
    process.scheduler().ifPresent(ProcessSettings::schedule);
    process.ioPriority().ifPresent(ProcessSettings::prioritize);
    linux.memoryPolicy().ifPresent(ProcessSettings::memoryPolicy);
    linux.personality().ifPresent(ProcessSettings::personality);
    ProcessSettings.limit(process.rlimits());
    if (process.noNewPrivileges()) {
      Credentials.setNoNewPrivileges();
      lateSeccomp = seccomp;
    } else {
      seccomp.ifPresent(filter -> load(filter, parent));
    }
    boolean isThere = changeDirectory(false);
    environment = Environments.withHome(environment, process.user().uid(), passwd());
    UserSwitch.become(process.user(), capabilities, !keepsGroups && mayChangeGroups());
    if (!isThere) {
      changeDirectory(true);
    }
    requireInsideRoot();
    UserSwitch.limit(capabilities);
    program = ExecutableLookup.find(process.args().getFirst(), environment);
    Descriptors.closeOnExecFrom(firstClosed);
    if (lateSeccomp.filter(SeccompFilter::hasListener).isPresent()) {
      load(lateSeccomp.get(), parent);
      lateSeccomp = Optional.empty();
    }
  }

  private static void load(byte[] filter, Parent parent) {
    SeccompFilter.load(filter)
        .ifPresent(
            listener -> {
              try (listener) {
                parent.handOver(listener);
              }
            });
  }

  /** Becomes the program; comes back never, since nobody is left to take an error. */
  void execute() {
    SignalMask.defaultActions();
    lateSeccomp.ifPresent(SeccompFilter::load);
    SignalMask.clear();
    PosixException why = Processes.execute(program, process.args(), environment);
    Fd.STDERR.writeAll("exec " + program + ": " + why.errno().message() + "\n");
    throw Processes.exit(EXECUTION_FAILED);
  }

  /** First as root, who may see it, then as the user, who may where root may not, as on NFS. */
  private boolean changeDirectory(boolean isLastTry) {
    try {
      Files.changeDirectory(process.cwd());
      return true;
    } catch (PosixException e) {
      if (!isLastTry && (e.is(Errno.EACCES) || e.is(Errno.EPERM))) {
        return false;
      }
      throw new RuncException(
          "chdir to cwd (\""
              + process.cwd()
              + "\") set in config.json failed: "
              + e.errno().message());
    }
  }

  /** See CVE-2024-21626: the kernel marks a directory that the root does not hold. */
  private static void requireInsideRoot() {
    String path = FilesAt.workingDirectory();
    if (!path.startsWith("/")) {
      throw new RuncException(
          "current working directory is outside of container mount namespace root"
              + " -- possible container breakout detected");
    }
  }

  /** An unprivileged user namespace has given setgroups(2) up for its map of groups. */
  private static boolean mayChangeGroups() {
    try {
      return !Files.readText("/proc/self/setgroups").startsWith("deny");
    } catch (PosixException e) {
      // No /proc in the container.
      return true;
    }
  }

  private static String passwd() {
    try {
      return Files.readText("/etc/passwd");
    } catch (PosixException e) {
      // An image without users.
      return "";
    }
  }

  private static void warnOfUnknown(Capabilities capabilities, Parent parent) {
    List<String> unknown = CapabilityNames.unknown(capabilities.bounding());
    if (!unknown.isEmpty()) {
      parent.warn("ignoring unknown or unavailable capabilities: " + unknown);
    }
  }
}
