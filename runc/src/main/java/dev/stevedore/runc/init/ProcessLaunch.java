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
import dev.stevedore.lib.posix.ProcFs;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.posix.SignalMask;
import dev.stevedore.lib.posix.Utf8;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.process.Environments;
import dev.stevedore.runc.process.ExecutableLookup;
import dev.stevedore.runc.process.ProcessSettings;
import dev.stevedore.runc.process.UserSwitch;
import dev.stevedore.runc.seccomp.SeccompFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last steps before the user's program, the same for a container's first process and for exec.
 *
 * <p>Descriptors of this program stay out of the user's: a directory of the host among them would
 * be a way out of the container (CVE-2024-21626). So they are closed before anything is looked up
 * by a path of the container's, and the working directory must be inside the root.
 */
final class ProcessLaunch {
  private static final int EXECUTION_FAILED = 255;
  private static final int PASSWD_LIMIT = 1 << 20;

  private final Process process;
  private final Linux linux;
  private final int firstClosed;
  private final List<Fd> waiting;
  private final boolean mayChangeGroups;
  private Optional<byte[]> lateSeccomp = Optional.empty();
  private List<String> environment;
  private String program = "";

  /**
   * Takes what is to be launched.
   *
   * @param preservedFds how many descriptors from 3 on it gets
   * @param waiting what is still needed after {@link #prepare}, and closed before {@link #execute}
   * @param mayChangeGroups whether its supplementary groups are set, or stay this process's; see
   *     {@link #mayChangeGroups(String)}
   */
  ProcessLaunch(
      Process process, Linux linux, int preservedFds, List<Fd> waiting, boolean mayChangeGroups) {
    this.process = process;
    this.linux = linux;
    this.firstClosed = 3 + preservedFds;
    this.waiting = waiting;
    this.mayChangeGroups = mayChangeGroups;
    this.environment = Environments.withoutRepetitions(process.env());
  }

  /** Tells the kernel which SELinux label and which AppArmor profile to take at execve. */
  static void applyLabels(Process process) {
    if (!process.selinuxLabel().isEmpty()) {
      try (ProcFs proc = ProcFs.open()) {
        proc.write("self/attr/exec", process.selinuxLabel());
      } catch (PosixException e) {
        throw new RuncException("unable to apply selinux label", e);
      }
    }
    if (!process.apparmorProfile().isEmpty()) {
      try (ProcFs proc = ProcFs.open()) {
        proc.write("self/attr/exec", "exec " + process.apparmorProfile());
      } catch (PosixException e) {
        throw new RuncException("unable to apply apparmor profile", e);
      }
    }
  }

  /**
   * All but execve. Without no_new_privs only a privileged process may load a filter of system
   * calls, so it comes before the capabilities go; with it, it comes last, so that the filter need
   * not allow what is done here; but a listener has to be handed over while there is somebody to
   * hand it to.
   *
   * @param seccomp the filter, if there is one
   */
  void prepare(Optional<byte[]> seccomp, Parent parent) {
    List<Fd> ours = new ArrayList<>(waiting);
    ours.add(parent.channel());
    Descriptors.closeAllBut(firstClosed, ours);
    Capabilities capabilities = process.capabilities().orElseGet(() -> Capabilities.of(List.of()));
    warnOfUnknown(capabilities, parent);
    process.scheduler().ifPresent(ProcessSettings::schedule);
    process.ioPriority().ifPresent(ProcessSettings::prioritize);
    linux.memoryPolicy().ifPresent(ProcessSettings::memoryPolicy);
    linux.personality().ifPresent(ProcessSettings::personality);
    ProcessSettings.limit(process.rlimits());
    // Before the filter, which may be one that allows none of this.
    boolean isThere = changeDirectory(false);
    if (isThere) {
      requireInsideRoot();
    }
    if (process.noNewPrivileges()) {
      Credentials.setNoNewPrivileges();
      lateSeccomp = seccomp;
    } else {
      seccomp.ifPresent(filter -> load(filter, parent));
    }
    environment = Environments.withHome(environment, process.user().uid(), passwd());
    UserSwitch.become(process.user(), capabilities, mayChangeGroups);
    if (!isThere) {
      changeDirectory(true);
      requireInsideRoot();
    }
    UserSwitch.limit(capabilities);
    program = ExecutableLookup.find(process.args().getFirst(), environment);
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
    SignalMask.clear();
    lateSeccomp.ifPresent(SeccompFilter::load);
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

  /**
   * Whether setgroups(2) is there, which an unprivileged user namespace has given up for its map of
   * groups. To be asked outside: a container's /proc could say no, and keep the host's groups.
   *
   * @param process whose user namespace it is about: a pid, or {@code self}
   */
  static boolean mayChangeGroups(String process) {
    return !Files.readText("/proc/" + process + "/setgroups").startsWith("deny");
  }

  private static String passwd() {
    try {
      byte[] text = Files.readRegular("/etc/passwd", PASSWD_LIMIT);
      return Utf8.decode(text);
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
