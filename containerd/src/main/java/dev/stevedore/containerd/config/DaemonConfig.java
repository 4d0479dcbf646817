package dev.stevedore.containerd.config;

import java.nio.file.Path;

/**
 * How a daemon is set up.
 *
 * @param root what must survive a reboot
 * @param state what need not
 * @param address where the API is served
 * @param uid owner of that socket
 * @param gid group of that socket
 * @param ttrpcAddress where shims send their events
 * @param logLevel as logrus names it
 * @param oomScore of this process, -1000 to 1000; 0 leaves it as it is
 * @param gc when garbage is collected
 * @param monitoring where it tells about itself
 */
public record DaemonConfig(
    Path root,
    Path state,
    Path address,
    int uid,
    int gid,
    Path ttrpcAddress,
    String logLevel,
    int oomScore,
    GcConfig gc,
    MonitoringConfig monitoring) {
  /** What is so unless the file or a flag says otherwise. */
  public static final DaemonConfig DEFAULT =
      new DaemonConfig(
          Path.of("/var/lib/stevedore/containerd"),
          Path.of("/run/stevedore/containerd"),
          Path.of("/run/stevedore/containerd/containerd.sock"),
          0,
          0,
          Path.of(""),
          "info",
          0,
          GcConfig.DEFAULT,
          MonitoringConfig.NONE);

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
        logLevel,
        oomScore,
        gc,
        monitoring);
  }

  /** As a config.toml. */
  public String toToml() {
    return """
        version = 3
        root = "%s"
        state = "%s"
        oom_score = %d

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
        """
        .formatted(
            root,
            state,
            oomScore,
            address,
            uid,
            gid,
            ttrpcAddress,
            monitoring.debug().map(Path::toString).orElse(""),
            monitoring.debugUid(),
            monitoring.debugGid(),
            logLevel,
            monitoring.metrics().orElse(""),
            monitoring.grpcHistogram(),
            gc.pauseThreshold(),
            gc.deletionThreshold(),
            gc.mutationThreshold(),
            Durations.format(gc.scheduleDelay()),
            Durations.format(gc.startupDelay()));
  }
}
