package dev.stevedore.containerd.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the daemon tells about itself.
 *
 * @param metrics {@code host:port} for Prometheus, if any
 * @param grpcHistogram whether metrics say how long calls take
 * @param debug a socket for stacks and the heap, if any
 * @param debugUid owner of that socket
 * @param debugGid group of that socket
 */
public record MonitoringConfig(
    Optional<String> metrics,
    boolean grpcHistogram,
    Optional<Path> debug,
    int debugUid,
    int debugGid) {
  /** Nowhere. */
  public static final MonitoringConfig NONE =
      new MonitoringConfig(Optional.empty(), false, Optional.empty(), 0, 0);
}
