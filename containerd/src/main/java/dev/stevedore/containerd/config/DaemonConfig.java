package dev.stevedore.containerd.config;

import dev.stevedore.lib.daemon.GoDuration;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a daemon is set up.
 *
 * @param root what must survive a reboot
 * @param state what need not
 * @param address where the API is served
 * @param uid owner of that socket
 * @param gid group of that socket
 * @param ttrpcAddress where shims send their events
 * @param log what is logged, and how
 * @param oomScore of this process, -1000 to 1000; 0 leaves it as it is
 * @param cgroup where this process goes; empty leaves it where it is
 * @param requiredPlugins without which it is not to start
 * @param gc when garbage is collected
 * @param monitoring where it tells about itself
 * @param restartInterval how often is looked for containers to restart
 * @param registryHosts directories that say how registries are reached, unless a client names one
 */
public record DaemonConfig(
    Path root,
    Path state,
    Path address,
    int uid,
    int gid,
    Path ttrpcAddress,
    LogConfig log,
    int oomScore,
    String cgroup,
    List<String> requiredPlugins,
    GcConfig gc,
    MonitoringConfig monitoring,
    Duration restartInterval,
    List<Path> registryHosts) {
  /** What is so unless the file or a flag says otherwise. */
  public static final DaemonConfig DEFAULT =
      new DaemonConfig(
          Path.of("/var/lib/stevedore/containerd"),
          Path.of("/run/stevedore/containerd"),
          Path.of("/run/stevedore/containerd/containerd.sock"),
          0,
          0,
          Path.of(""),
          LogConfig.DEFAULT,
          0,
          "",
          List.of(),
          GcConfig.DEFAULT,
          MonitoringConfig.NONE,
          Duration.ofSeconds(10),
          List.of());

  /** Keeps a copy. */
  public DaemonConfig {
    requiredPlugins = List.copyOf(requiredPlugins);
    registryHosts = List.copyOf(registryHosts);
  }

  /** The same with the ttrpc socket beside the other one, unless it has a place of its own. */
  public DaemonConfig resolved() {
    Path ttrpc = ttrpcAddress.toString().isEmpty() ? Path.of(address + ".ttrpc") : ttrpcAddress;
    return new DaemonConfig(
        root.toAbsolutePath(),
        state.toAbsolutePath(),
        address.toAbsolutePath(),
        uid,
        gid,
        ttrpc.toAbsolutePath(),
        log,
        oomScore,
        cgroup,
        requiredPlugins,
        gc,
        monitoring,
        restartInterval,
        registryHosts);
  }

  /** As a config.toml. */
  public String toToml() {
    return """
        version = 3
        root = "%s"
        state = "%s"
        oom_score = %d
        required_plugins = [%s]

        [grpc]
          address = "%s"
          uid = %d
          gid = %d

        [ttrpc]
          address = "%s"

        [debug]
          address = "%s"
          uid = %d
          gid = %d
          level = "%s"
          format = "%s"

        [cgroup]
          path = "%s"

        [metrics]
          address = "%s"
          grpc_histogram = %s

        [plugins]
          [plugins."io.containerd.gc.v1.scheduler"]
            pause_threshold = %s
            deletion_threshold = %d
            mutation_threshold = %d
            schedule_delay = "%s"
            startup_delay = "%s"

          [plugins."io.containerd.monitor.container.v1.restart"]
            interval = "%s"

          [plugins."io.containerd.transfer.v1.local"]
            config_path = "%s"
        """
        .formatted(
            root,
            state,
            oomScore,
            requiredPlugins.stream().map(it -> "\"" + it + "\"").collect(Collectors.joining(", ")),
            address,
            uid,
            gid,
            ttrpcAddress,
            monitoring.debug().map(Path::toString).orElse(""),
            monitoring.debugUid(),
            monitoring.debugGid(),
            log.level(),
            log.format(),
            cgroup,
            monitoring.metrics().orElse(""),
            monitoring.grpcHistogram(),
            gc.pauseThreshold(),
            gc.deletionThreshold(),
            gc.mutationThreshold(),
            GoDuration.format(gc.scheduleDelay()),
            GoDuration.format(gc.startupDelay()),
            GoDuration.format(restartInterval),
            registryHosts.stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)));
  }
}
