package dev.stevedore.dockerd.system;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.Version;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.GoTime;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.config.DaemonConfig;
import dev.stevedore.dockerd.config.HostAddress;
import dev.stevedore.dockerd.config.LiveConfig;
import dev.stevedore.dockerd.config.RegistryConfig;
import dev.stevedore.dockerd.config.RuntimeConfig;
import dev.stevedore.dockerd.container.config.ContainerDefaults;
import dev.stevedore.dockerd.events.Events;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** {@code GET /info}: what {@code docker info} shows. */
public final class InfoEndpoint {
  private final String id;
  private final Version version;
  private final LiveConfig config;
  private final ContainerdLink containerd;
  private final RuntimePrograms runtimes;
  private final Supplier<EngineCounts> counts;
  private final Supplier<EngineDrivers> drivers;
  private final Events events;

  /**
   * Makes the endpoint.
   *
   * @param id the engine's
   * @param counts of containers and images, now
   * @param drivers the ones there are, now
   */
  public InfoEndpoint(
      String id,
      Version version,
      LiveConfig config,
      ContainerdLink containerd,
      RuntimePrograms runtimes,
      Supplier<EngineCounts> counts,
      Supplier<EngineDrivers> drivers,
      Events events) {
    this.id = id;
    this.version = version;
    this.config = config;
    this.containerd = containerd;
    this.runtimes = runtimes;
    this.counts = counts;
    this.drivers = drivers;
    this.events = events;
  }

  public void register(Router router) {
    router.get("/info", this::info);
  }

  private void info(Exchange exchange) throws IOException {
    DaemonConfig now = config.get();
    CgroupFacts cgroups = CgroupFacts.read();
    HostFacts host = HostFacts.read();
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("ID", id);
    putCounts(root);
    putDrivers(root, now);
    putLimits(root, cgroups);
    putDebug(root, now);
    putHost(root, host);
    putConfig(root, now);
    putVersions(root, exchange, now);
    if (exchange.version().atLeast(49)) {
      root.putObject("FirewallBackend").put("Driver", now.firewall().backend().text());
    }
    ArrayNode warnings = root.putArray("Warnings");
    cgroups.warnings().forEach(warnings::add);
    if (!host.ipv4Forwarding()) {
      warnings.add("WARNING: IPv4 forwarding is disabled");
    }
    drivers.get().warnings().forEach(text -> warnings.add("WARNING: " + text));
    putExposure(warnings, now);
    exchange.respond(root);
  }

  private void putCounts(ObjectNode root) {
    EngineCounts now = counts.get();
    root.put("Containers", now.containers());
    root.put("ContainersRunning", now.running());
    root.put("ContainersPaused", now.paused());
    root.put("ContainersStopped", now.stopped());
    root.put("Images", now.images());
  }

  private void putDrivers(ObjectNode root, DaemonConfig now) {
    root.put("Driver", "overlayfs");
    root.putArray("DriverStatus").addArray().add("driver-type").add("io.containerd.snapshotter.v1");
    ObjectNode plugins = root.putObject("Plugins");
    EngineDrivers there = drivers.get();
    there.volume().forEach(plugins.putArray("Volume")::add);
    there.network().forEach(plugins.putArray("Network")::add);
    plugins.putNull("Authorization");
    there.log().forEach(plugins.putArray("Log")::add);
    root.put("LoggingDriver", now.containers().logs().driver());
  }

  private static void putLimits(ObjectNode root, CgroupFacts cgroups) {
    root.put("MemoryLimit", cgroups.memory());
    root.put("SwapLimit", cgroups.swap());
    root.put("CpuCfsPeriod", cgroups.cfs());
    root.put("CpuCfsQuota", cgroups.cfs());
    root.put("CPUShares", cgroups.shares());
    root.put("CPUSet", cgroups.cpuset());
    root.put("PidsLimit", cgroups.pids());
    root.put("OomKillDisable", cgroups.oomKillDisable());
    root.put("CgroupDriver", "cgroupfs");
    root.put("CgroupVersion", cgroups.version());
  }

  private void putDebug(ObjectNode root, DaemonConfig now) throws IOException {
    root.put("Debug", now.debug());
    root.put("NFd", countDescriptors());
    // Clients call these goroutines; the platform threads are the nearest thing that can be counted
    // for free.
    root.put("NGoroutines", Thread.activeCount());
    root.put("SystemTime", GoTime.format(Instant.now()));
    root.put("NEventsListener", events.subscribers());
  }

  private static int countDescriptors() throws IOException {
    try (DirectoryStream<Path> fds = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      int count = 0;
      for (Path _ : fds) {
        count++;
      }
      return count;
    }
  }

  private static void putHost(ObjectNode root, HostFacts host) {
    root.put("IPv4Forwarding", host.ipv4Forwarding());
    root.put("KernelVersion", host.kernel());
    root.put("OperatingSystem", host.operatingSystem());
    root.put("OSVersion", host.osVersion());
    root.put("OSType", "linux");
    root.put("Architecture", host.machine());
    root.put("NCPU", host.cpus());
    root.put("MemTotal", host.memory());
    root.putNull("GenericResources");
    root.put("Name", host.hostname());
  }

  private void putConfig(ObjectNode root, DaemonConfig now) {
    root.put("IndexServerAddress", "https://index.docker.io/v1/");
    putRegistries(root.putObject("RegistryConfig"), now.registries());
    root.put("DockerRootDir", now.dataRoot().toString());
    root.put("HttpProxy", "");
    root.put("HttpsProxy", "");
    root.put("NoProxy", "");
    ArrayNode labels = root.putArray("Labels");
    now.labels().forEach(labels::add);
    root.put("ExperimentalBuild", false);
    root.put("LiveRestoreEnabled", now.liveRestore());
    root.put("Isolation", "");
    ObjectNode all = root.putObject("Runtimes");
    now.runtimes().forEach((name, runtime) -> putRuntime(all, name, runtime));
    root.put("DefaultRuntime", now.defaultRuntime());
    ObjectNode swarm = root.putObject("Swarm");
    swarm.put("NodeID", "").put("NodeAddr", "").put("LocalNodeState", "inactive");
    swarm.put("ControlAvailable", false).put("Error", "").putNull("RemoteManagers");
    ContainerDefaults containers = now.containers();
    ArrayNode security = root.putArray("SecurityOptions");
    security.add("name=seccomp,profile=" + containers.seccomp().name());
    if (containers.noNewPrivileges()) {
      security.add("name=no-new-privileges");
    }
    root.putArray("CDISpecDirs");
  }

  private static void putRegistries(ObjectNode json, RegistryConfig registries) {
    ArrayNode networks = json.putArray("InsecureRegistryCIDRs");
    registries.insecure().networks().forEach(networks::add);
    ObjectNode indexes = json.putObject("IndexConfigs");
    putIndex(indexes, "docker.io", registries.mirrorTexts(), true);
    registries.insecureRegistries().forEach(host -> putIndex(indexes, host, List.of(), false));
    ArrayNode mirrors = json.putArray("Mirrors");
    registries.mirrorTexts().forEach(mirrors::add);
  }

  private static void putIndex(
      ObjectNode indexes, String name, List<String> mirrors, boolean official) {
    ObjectNode index = indexes.putObject(name).put("Name", name);
    ArrayNode array = index.putArray("Mirrors");
    mirrors.forEach(array::add);
    index.put("Secure", official).put("Official", official);
  }

  private void putRuntime(ObjectNode all, String name, RuntimeConfig runtime) {
    ObjectNode node = all.putObject(name);
    if (runtime.path().isPresent() || name.equals(RuntimeConfig.STOCK_NAME)) {
      node.put("path", runtimes.program(runtime));
    } else {
      node.put("runtimeType", runtime.shim());
    }
    if (!runtime.runtimeArgs().isEmpty()) {
      ArrayNode args = node.putArray("runtimeArgs");
      runtime.runtimeArgs().forEach(args::add);
    }
  }

  private void putVersions(ObjectNode root, Exchange exchange, DaemonConfig now) {
    root.put("ServerVersion", version.engine());
    String containerdCommit =
        containerd.version().map(ContainerdLink.Version::revision).orElse("N/A");
    String runcCommit = runtimes.ofDefault(now).map(RuntimeVersion::build).orElse("N/A");
    boolean expected = exchange.version().before(49);
    putCommit(root, "ContainerdCommit", containerdCommit, expected);
    putCommit(root, "RuncCommit", runcCommit, expected);
    String initCommit = runtimes.ofInit(now).map(RuntimeVersion::build).orElse("N/A");
    putCommit(root, "InitCommit", initCommit, expected);
    root.put("InitBinary", RuntimePrograms.initName(now));
    if (exchange.version().atLeast(46)) {
      ObjectNode node = root.putObject("Containerd");
      node.put("Address", containerd.socket().toString());
      node.putObject("Namespaces")
          .put("Containers", now.containerdNamespace())
          .put("Plugins", "plugins." + now.containerdNamespace());
    }
  }

  private static void putCommit(ObjectNode root, String name, String id, boolean expected) {
    ObjectNode node = root.putObject(name).put("ID", id);
    if (expected) {
      node.put("Expected", id);
    }
  }

  private static void putExposure(ArrayNode warnings, DaemonConfig now) {
    for (HostAddress host : now.hosts()) {
      if (host instanceof HostAddress.Tcp tcp && now.tls().isEmpty()) {
        warnings.add(
            "WARNING: API is accessible on "
                + tcp
                + " without encryption. Whoever connects controls this machine.");
      } else if (host instanceof HostAddress.Tcp tcp && !now.tls().orElseThrow().verifyClients()) {
        warnings.add(
            "WARNING: API is accessible on "
                + tcp
                + " without TLS client verification. Whoever connects controls this machine.");
      }
    }
  }
}
