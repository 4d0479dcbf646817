package dev.stevedore.dockerd.spec;

import dev.stevedore.lib.oci.runtime.Seccomp;
import dev.stevedore.lib.oci.runtime.SeccompAction;
import dev.stevedore.lib.oci.runtime.SeccompArch;
import dev.stevedore.lib.oci.runtime.SeccompArg;
import dev.stevedore.lib.oci.runtime.SeccompOperator;
import dev.stevedore.lib.oci.runtime.SeccompRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The seccomp profile of containers that bring none: what is allowed is listed, and a capability
 * opens the calls that make no sense without it.
 */
final class DefaultSeccomp {
  private static final long EPERM = 1;
  private static final long ENOSYS = 38;
  private static final long AF_VSOCK = 40;

  /** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET of clone(2). */
  private static final long NEW_NAMESPACES = 0x7e020000L;

  /**
   * The personalities a process may take: Linux, and with 32-bit addresses or BSD's or V4's names.
   */
  private static final List<Long> PERSONALITIES =
      List.of(0L, 0x8L, 0x20000L, 0x20008L, 0xffffffffL);

  private static final Map<String, List<String>> BY_CAPABILITY =
      Map.ofEntries(
          Map.entry("CAP_BPF", List.of("bpf")),
          Map.entry("CAP_DAC_READ_SEARCH", List.of("open_by_handle_at")),
          Map.entry("CAP_PERFMON", List.of("perf_event_open")),
          Map.entry(
              "CAP_SYS_ADMIN",
              List.of(
                  "bpf",
                  "clone",
                  "clone3",
                  "fanotify_init",
                  "fsconfig",
                  "fsmount",
                  "fsopen",
                  "fspick",
                  "lookup_dcookie",
                  "mount",
                  "mount_setattr",
                  "move_mount",
                  "open_tree",
                  "perf_event_open",
                  "quotactl",
                  "quotactl_fd",
                  "setdomainname",
                  "sethostname",
                  "setns",
                  "syslog",
                  "umount",
                  "umount2",
                  "unshare")),
          Map.entry("CAP_SYS_BOOT", List.of("reboot")),
          Map.entry("CAP_SYS_CHROOT", List.of("chroot")),
          Map.entry("CAP_SYS_MODULE", List.of("delete_module", "finit_module", "init_module")),
          Map.entry(
              "CAP_SYS_NICE",
              List.of("get_mempolicy", "mbind", "set_mempolicy", "set_mempolicy_home_node")),
          Map.entry("CAP_SYS_PACCT", List.of("acct")),
          Map.entry(
              "CAP_SYS_PTRACE",
              List.of(
                  "kcmp",
                  "pidfd_getfd",
                  "process_madvise",
                  "process_vm_readv",
                  "process_vm_writev")),
          Map.entry("CAP_SYS_RAWIO", List.of("ioperm", "iopl")),
          Map.entry(
              "CAP_SYS_TIME",
              List.of(
                  "clock_adjtime",
                  "clock_adjtime64",
                  "clock_settime",
                  "clock_settime64",
                  "settimeofday",
                  "stime")),
          Map.entry("CAP_SYS_TTY_CONFIG", List.of("vhangup")),
          Map.entry("CAP_SYSLOG", List.of("syslog")));

  private final List<String> always;

  /** Reads the list of calls. */
  DefaultSeccomp() {
    this.always = readList();
  }

  private static List<String> readList() {
    try (InputStream in = DefaultSeccomp.class.getResourceAsStream("allowed-syscalls.txt")) {
      if (in == null) {
        throw new IllegalStateException("allowed-syscalls.txt is missing from the program");
      }
      List<String> names = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (!line.startsWith("#") && !line.isBlank()) {
          names.addAll(List.of(line.split(" ")));
        }
      }
      return List.copyOf(names);
    } catch (IOException e) {
      throw new UncheckedIOException("allowed-syscalls.txt", e);
    }
  }

  /** The profile for a container with these capabilities. */
  Seccomp forCapabilities(List<String> capabilities) {
    Set<String> names = new LinkedHashSet<>(always);
    names.add("ptrace"); // safe since Linux 4.8, where a tracer can no longer get round the filter
    for (String capability : capabilities) {
      names.addAll(BY_CAPABILITY.getOrDefault(capability, List.of()));
    }
    List<SeccompRule> rules = new ArrayList<>();
    rules.add(allow(List.copyOf(names), List.of()));
    rules.add(
        allow(
            List.of("socket"),
            List.of(new SeccompArg(0, AF_VSOCK, 0, SeccompOperator.SCMP_CMP_NE))));
    for (long personality : PERSONALITIES) {
      rules.add(
          allow(
              List.of("personality"),
              List.of(new SeccompArg(0, personality, 0, SeccompOperator.SCMP_CMP_EQ))));
    }
    if (!names.contains("clone")) {
      rules.add(
          allow(
              List.of("clone"),
              List.of(new SeccompArg(0, NEW_NAMESPACES, 0, SeccompOperator.SCMP_CMP_MASKED_EQ))));
      // Its flags are in memory, where a filter cannot look: libc then falls back to clone.
      rules.add(
          new SeccompRule(
              List.of("clone3"), SeccompAction.SCMP_ACT_ERRNO, OptionalLong.of(ENOSYS), List.of()));
    }
    return new Seccomp(
        SeccompAction.SCMP_ACT_ERRNO,
        OptionalLong.of(EPERM),
        architectures(),
        List.of(),
        "",
        "",
        rules);
  }

  private static SeccompRule allow(List<String> names, List<SeccompArg> arguments) {
    return new SeccompRule(names, SeccompAction.SCMP_ACT_ALLOW, OptionalLong.empty(), arguments);
  }

  /** The machine's own instruction set, and the older ones it can run. */
  static List<SeccompArch> architectures() {
    return switch (System.getProperty("os.arch", "")) {
      case "amd64" ->
          List.of(
              SeccompArch.SCMP_ARCH_X86_64, SeccompArch.SCMP_ARCH_X86, SeccompArch.SCMP_ARCH_X32);
      case "aarch64" -> List.of(SeccompArch.SCMP_ARCH_AARCH64, SeccompArch.SCMP_ARCH_ARM);
      default -> List.of();
    };
  }
}
