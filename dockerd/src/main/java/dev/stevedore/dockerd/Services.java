package dev.stevedore.dockerd;

import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.config.LiveConfig;
import dev.stevedore.dockerd.events.Events;
import dev.stevedore.dockerd.system.EngineCounts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Containers and images: made of the parts that have them, wired here. */
final class Services implements AutoCloseable {
  /**
   * Wires the parts, and finds what an earlier daemon left running.
   *
   * @param containerd where containerd serves gRPC
   */
  Services(LiveConfig config, Events events, Path containerd) {}

  /** Adds the endpoints. */
  void register(Router router) {}

  /** How many containers and images there are. */
  EngineCounts counts() {
    return EngineCounts.NONE;
  }

  /**
   * Stops all running containers, at the same time.
   *
   * @param timeout how long they may take before they are killed; empty for as long as it takes
   */
  void stopContainers(Optional<Duration> timeout) {}

  /** Releases what this process holds; containers that run go on. */
  @Override
  public void close() {}
}
