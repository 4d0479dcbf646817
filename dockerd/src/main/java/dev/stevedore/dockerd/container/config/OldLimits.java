package dev.stevedore.dockerd.container.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stevedore.dockerd.api.ApiException;
import java.util.List;

/** Limits that cgroup v1 had, and that the unified hierarchy has not. */
final class OldLimits {
  private OldLimits() {}

  /**
   * Takes out what this host does not have, with Docker's words.
   *
   * @param unified whether the host has the unified hierarchy
   * @param warnings where what is taken out is named
   * @throws ApiException.BadParameter for what a container would not run without
   */
  static HostConfig check(HostConfig given, boolean unified, List<String> warnings) {
    if (!unified) {
      return given;
    }
    if (given.view().number("CpuRealtimePeriod") != 0
        || given.view().number("CpuRealtimeRuntime") != 0) {
      throw new ApiException.BadParameter("kernel does not support CPU real-time scheduler");
    }
    HostConfig config = given;
    if (given.view().optionalNumber("MemorySwappiness").isPresent()) {
      if (given.view().number("MemorySwappiness") != -1) {
        warnings.add(
            "Your kernel does not support memory swappiness capabilities or the cgroup is not"
                + " mounted. Memory swappiness discarded.");
      }
      config = config.with("MemorySwappiness", JsonNodeFactory.instance.nullNode());
    }
    if (given.view().optionalBool("OomKillDisable").isPresent()) {
      if (given.view().bool("OomKillDisable")) {
        warnings.add("Your kernel does not support OomKillDisable. OomKillDisable discarded.");
      }
      config = config.with("OomKillDisable", JsonNodeFactory.instance.nullNode());
    }
    return config;
  }
}
