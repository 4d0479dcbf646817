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
 */
public record DaemonConfig(
    Path root,
    Path state,
    Path address,
    int uid,
    int gid,
    Path ttrpcAddress,
    String logLevel,
    int oomScore) {
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
          0);

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
        oomScore);
  }

  /** As a config.toml. */
  public String toToml() {
    return """
        version = 2
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
          level = "%s"
        """
        .formatted(root, state, oomScore, address, uid, gid, ttrpcAddress, logLevel);
  }
}
