package dev.stevedore.dockerd.spec;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.container.config.ContainerConfig;
import dev.stevedore.dockerd.container.config.ContainerDefaults;
import dev.stevedore.dockerd.container.config.HostConfig;
import dev.stevedore.dockerd.container.config.JsonObjectView;
import dev.stevedore.dockerd.container.config.SystemPaths;
import dev.stevedore.dockerd.spec.mounts.MountPoint;
import dev.stevedore.lib.oci.runtime.Capabilities;
import dev.stevedore.lib.oci.runtime.ConsoleSize;
import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.oci.runtime.Namespace;
import dev.stevedore.lib.oci.runtime.NamespaceType;
import dev.stevedore.lib.oci.runtime.Process;
import dev.stevedore.lib.oci.runtime.Rlimit;
import dev.stevedore.lib.oci.runtime.RlimitType;
import dev.stevedore.lib.oci.runtime.Root;
import dev.stevedore.lib.oci.runtime.Spec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the OCI runtime spec of a container. */
public final class SpecGenerator {
  /** The version written: what runc 1.1 and crun know too. */
  private static final String VERSION = "1.0.2";

  private static final String PATH =
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final DefaultSeccomp seccomp = new DefaultSeccomp();
  private final long capabilities;
  private final boolean cgroup2;
  private final ContainerDefaults defaults;

  /**
   * A generator for this machine.
   *
   * @param capabilities a bit for each capability the daemon has, as in /proc/self/status
   * @param cgroup2 whether the machine has the unified cgroup hierarchy
   * @param defaults for what a container does not say
   */
  public SpecGenerator(long capabilities, boolean cgroup2, ContainerDefaults defaults) {
    this.defaults = defaults;
    this.capabilities = capabilities;
    this.cgroup2 = cgroup2;
  }

  /** The limits of a container that runs, {@code linux.resources} as JSON; devices stay. */
  public String limits(HostConfig host) {
    return Resources.of(host, List.of()).toJson().toString();
  }

  /**
   * Writes the spec.
   *
   * @throws ApiException.BadParameter for values that make no sense
   */
  public Spec generate(SpecInput input) {
    ContainerConfig config = input.config();
    HostConfig host = input.host();
    SecurityOptions security = security(host);
    List<String> granted = granted(host);
    Process process = process(input, security, granted);
    Devices.Result devices = Devices.of(host);
    Linux.Builder linux =
        Linux.builder()
            .namespaces(namespaces(input))
            .devices(devices.nodes())
            .resources(Resources.of(host, devices.rules()))
            .cgroupsPath(cgroupsPath(input))
            .sysctl(sysctls(host))
            .rootfsPropagation(rootfsPropagation(input.mounts()));
    if (!host.privileged()) {
      boolean open = security.systemPaths();
      linux.maskedPaths(paths(host.view(), "MaskedPaths", open ? List.of() : SystemPaths.MASKED));
      linux.readonlyPaths(
          paths(host.view(), "ReadonlyPaths", open ? List.of() : SystemPaths.READ_ONLY));
    }
    security.profile(seccomp, granted, host.privileged()).ifPresent(linux::seccomp);
    return Spec.builder()
        .ociVersion(VERSION)
        .process(process)
        .root(new Root("rootfs", host.readonlyRootfs()))
        .hostname(host.utsMode().equals("host") ? "" : config.hostname())
        .domainname(config.domainname())
        .mounts(SpecMounts.of(input, security))
        .annotations(host.view().stringMap("Annotations"))
        .linux(linux.build())
        .build();
  }

  /** The capabilities of a container that was given these options. */
  public List<String> granted(HostConfig host) {
    return CapabilitySet.of(host.privileged(), host.capAdd(), host.capDrop(), capabilities);
  }

  /** What a container's security options say, and the daemon where they do not. */
  SecurityOptions security(HostConfig host) {
    return SecurityOptions.of(host.securityOpt(), defaults);
  }

  /** All capabilities that can be given. */
  List<String> allCapabilities() {
    return CapabilitySet.held(capabilities);
  }

  private Process process(SpecInput input, SecurityOptions security, List<String> granted) {
    ContainerConfig config = input.config();
    HostConfig host = input.host();
    Process.Builder process =
        Process.builder()
            .terminal(config.tty())
            .user(input.identity().user())
            .args(commandLine(input))
            .env(environment(config, input.identity().home()))
            .cwd(config.workingDir().isEmpty() ? "/" : config.workingDir())
            .capabilities(capabilities(granted, input.identity().user().uid() == 0))
            .rlimits(rlimits(host))
            .noNewPrivileges(security.noNewPrivileges())
            .oomScoreAdj((int) host.view().number("OomScoreAdj"));
    if (!security.apparmor().isEmpty() && !security.apparmor().equals("unconfined")) {
      process.apparmorProfile(security.apparmor());
    }
    if (config.tty()) {
      host.consoleSize().ifPresent(size -> process.consoleSize(new ConsoleSize(size[0], size[1])));
    }
    return process.build();
  }

  private static List<String> commandLine(SpecInput input) {
    List<String> words = new ArrayList<>();
    if (input.init().isPresent()) {
      words.addAll(List.of(SpecMounts.INIT, "--"));
    }
    words.addAll(input.config().commandLine());
    return words;
  }

  /** Ambient ones never; a user other than root has them only in its bounding set. */
  public static Capabilities capabilities(List<String> granted, boolean root) {
    List<String> own = root ? granted : List.of();
    return new Capabilities(granted, own, List.of(), own, List.of());
  }

  /** The variables every container has, then its own. */
  static List<String> environment(ContainerConfig config, String home) {
    Map<String, String> byName = new LinkedHashMap<>();
    byName.put("PATH", PATH);
    byName.put("HOSTNAME", "HOSTNAME=" + config.hostname());
    if (config.tty()) {
      byName.put("TERM", "TERM=xterm");
    }
    byName.put("HOME", "HOME=" + home);
    for (String entry : config.env()) {
      int equals = entry.indexOf('=');
      if (equals < 0) {
        byName.remove(entry); // a name alone takes the variable away
      } else {
        byName.put(entry.substring(0, equals), entry);
      }
    }
    return List.copyOf(byName.values());
  }

  private static List<String> paths(JsonObjectView view, String name, List<String> standard) {
    return view.node(name).isNull() ? standard : view.strings(name);
  }

  private List<Namespace> namespaces(SpecInput input) {
    HostConfig host = input.host();
    List<Namespace> namespaces = new ArrayList<>();
    namespaces.add(Namespace.create(NamespaceType.MOUNT));
    add(namespaces, NamespaceType.NETWORK, host.networkMode(), input.namespaces().get("net"));
    add(namespaces, NamespaceType.PID, host.pidMode(), input.namespaces().get("pid"));
    add(namespaces, NamespaceType.IPC, host.ipcMode(), input.namespaces().get("ipc"));
    add(namespaces, NamespaceType.UTS, host.utsMode(), null);
    boolean privateCgroup =
        host.cgroupnsMode().equals("private")
            || (host.cgroupnsMode().isEmpty() && cgroup2 && !host.privileged());
    if (privateCgroup) {
      namespaces.add(Namespace.create(NamespaceType.CGROUP));
    }
    return namespaces;
  }

  private static void add(
      List<Namespace> namespaces, NamespaceType type, String mode, @Nullable String path) {
    if (path != null) {
      namespaces.add(new Namespace(type, path));
    } else if (!mode.equals("host")) {
      namespaces.add(Namespace.create(type));
    }
  }

  private String cgroupsPath(SpecInput input) {
    String own = input.host().view().string("CgroupParent");
    String parent = own.isEmpty() ? defaults.cgroupParent() : own;
    return (parent.isEmpty() ? "/docker" : "/" + parent.replaceAll("^/+|/+$", ""))
        + "/"
        + input.id();
  }

  private static Map<String, String> sysctls(HostConfig host) {
    Map<String, String> sysctls = new LinkedHashMap<>();
    if (!host.networkMode().equals("host") && !host.privileged()) {
      // Unprivileged ping and low ports, as in Docker since 20.10.
      sysctls.put("net.ipv4.ip_unprivileged_port_start", "0");
      sysctls.put("net.ipv4.ping_group_range", "0 2147483647");
    }
    sysctls.putAll(host.view().stringMap("Sysctls"));
    return sysctls;
  }

  private static String rootfsPropagation(List<MountPoint> mounts) {
    boolean slave = false;
    for (MountPoint mount : mounts) {
      if (mount.propagation().endsWith("shared")) {
        return "shared";
      }
      slave |= mount.propagation().endsWith("slave");
    }
    return slave ? "rslave" : "";
  }

  private List<Rlimit> rlimits(HostConfig host) {
    Map<RlimitType, Rlimit> limits = new LinkedHashMap<>();
    defaults.ulimits().forEach(limit -> limits.put(limit.type(), limit));
    for (JsonObjectView ulimit : host.view().objects("Ulimits")) {
      String name = ulimit.string("Name");
      try {
        RlimitType type = RlimitType.of("RLIMIT_" + name.toUpperCase(Locale.ROOT));
        limits.put(type, new Rlimit(type, ulimit.number("Hard"), ulimit.number("Soft")));
      } catch (IllegalArgumentException e) {
        throw new ApiException.BadParameter("invalid ulimit type: " + name, e);
      }
    }
    return List.copyOf(limits.values());
  }
}
