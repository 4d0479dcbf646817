package dev.stevedore.runc.config;

import dev.stevedore.lib.oci.runtime.Capabilities;
import dev.stevedore.lib.oci.runtime.IdMapping;
import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.oci.runtime.Mount;
import dev.stevedore.lib.oci.runtime.Namespace;
import dev.stevedore.lib.oci.runtime.NamespaceType;
import dev.stevedore.lib.oci.runtime.Process;
import dev.stevedore.lib.oci.runtime.Rlimit;
import dev.stevedore.lib.oci.runtime.RlimitType;
import dev.stevedore.lib.oci.runtime.Root;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.lib.oci.runtime.resources.DeviceRule;
import dev.stevedore.lib.oci.runtime.resources.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The configuration that {@code spec} writes: a shell, shut in well. */
public final class ExampleSpec {
  private static final int OPEN_FILES = 1024;

  private ExampleSpec() {}

  /**
   * For root.
   *
   * @param cgroupNamespace whether the container is to have a cgroup namespace, as it should with
   *     cgroup v2
   */
  public static Spec of(boolean cgroupNamespace) {
    List<Namespace> namespaces = new ArrayList<>();
    for (NamespaceType type :
        List.of(
            NamespaceType.PID,
            NamespaceType.NETWORK,
            NamespaceType.IPC,
            NamespaceType.UTS,
            NamespaceType.MOUNT)) {
      namespaces.add(Namespace.create(type));
    }
    if (cgroupNamespace) {
      namespaces.add(Namespace.create(NamespaceType.CGROUP));
    }
    return Spec.builder()
        .ociVersion(Spec.VERSION)
        .process(process())
        .root(new Root("rootfs", true))
        .hostname("runc")
        .mounts(mounts())
        .linux(
            linux()
                .namespaces(namespaces)
                .resources(
                    Resources.builder()
                        .devices(
                            List.of(
                                new DeviceRule(
                                    false, "", OptionalLong.empty(), OptionalLong.empty(), "rwm")))
                        .build())
                .build())
        .build();
  }

  /**
   * For a user who is not root: with a user namespace in which he is, with the network and the
   * devices of the host, without limits.
   */
  public static Spec rootless(boolean cgroupNamespace, int userId, int groupId) {
    Spec rooted = of(cgroupNamespace);
    List<Namespace> namespaces = new ArrayList<>();
    for (Namespace namespace : rooted.linux().orElseThrow().namespaces()) {
      if (namespace.type() != NamespaceType.NETWORK) {
        namespaces.add(namespace);
      }
    }
    namespaces.add(Namespace.create(NamespaceType.USER));
    return rooted.toBuilder()
        .mounts(rooted.mounts().stream().map(ExampleSpec::unprivileged).toList())
        .linux(
            linux()
                .namespaces(namespaces)
                .uidMappings(List.of(new IdMapping(0, userId, 1)))
                .gidMappings(List.of(new IdMapping(0, groupId, 1)))
                .build())
        .build();
  }

  private static Process process() {
    return Process.builder()
        .terminal(true)
        .args(List.of("sh"))
        .env(
            List.of(
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TERM=xterm"))
        .cwd("/")
        .noNewPrivileges(true)
        .capabilities(
            Capabilities.of(List.of("CAP_AUDIT_WRITE", "CAP_KILL", "CAP_NET_BIND_SERVICE")))
        .rlimits(List.of(new Rlimit(RlimitType.RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES)))
        .build();
  }

  private static List<Mount> mounts() {
    return List.of(
        mount("/proc", "proc", "proc"),
        mount("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
        mount(
            "/dev/pts",
            "devpts",
            "devpts",
            "nosuid",
            "noexec",
            "newinstance",
            "ptmxmode=0666",
            "mode=0620",
            "gid=5"),
        mount("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k"),
        mount("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"),
        mount("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro"),
        mount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", "ro"));
  }

  private static Linux.Builder linux() {
    return Linux.builder()
        .maskedPaths(
            List.of(
                "/proc/acpi",
                "/proc/asound",
                "/proc/kcore",
                "/proc/keys",
                "/proc/latency_stats",
                "/proc/timer_list",
                "/proc/timer_stats",
                "/proc/sched_debug",
                "/sys/firmware",
                "/proc/scsi"))
        .readonlyPaths(
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"));
  }

  /** sysfs needs a network namespace of the user's, and only one group is mapped. */
  private static Mount unprivileged(Mount mount) {
    if (mount.destination().equals("/sys")) {
      return mount("/sys", "none", "/sys", "rbind", "nosuid", "noexec", "nodev", "ro");
    }
    List<String> options =
        mount.options().stream().filter(option -> !option.startsWith("gid=")).toList();
    return new Mount(mount.destination(), mount.type(), mount.source(), options);
  }

  private static Mount mount(String destination, String type, String source, String... options) {
    return new Mount(destination, type, source, List.of(options));
  }
}
