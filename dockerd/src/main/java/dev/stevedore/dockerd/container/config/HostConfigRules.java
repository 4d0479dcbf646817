package dev.stevedore.dockerd.container.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.logs.LogSettings;
import java.util.List;

/** Whether a configuration makes sense, with Docker's error texts; and its defaults filled in. */
public final class HostConfigRules {
  private static final long MIN_MEMORY = 6 << 20;
  private static final long SHM_SIZE = 64 << 20;

  private HostConfigRules() {}

  /**
   * Checks a configuration.
   *
   * @param warnings where what is odd but no error is added
   * @return it, with defaults filled in
   */
  public static HostConfig check(HostConfig given, List<String> warnings) {
    if (given.autoRemove() && given.restartPolicy().kind() != RestartPolicy.Kind.NO) {
      throw bad("can't create 'AutoRemove' container with restart policy");
    }
    memory(given.view(), false);
    cpu(given.view());
    long score = given.view().number("OomScoreAdj");
    if (score < -1000 || score > 1000) {
      throw bad("Invalid value " + score + ", range for oom score adj is [-1000, 1000]");
    }
    if (given.shmSize() < 0) {
      throw bad("SHM size can not be less than 0");
    }
    modes(given);
    HostConfig config = network(given);
    if (config.shmSize() == 0) {
      config = config.with("ShmSize", JsonNodeFactory.instance.numberNode(SHM_SIZE));
    }
    return log(limits(config));
  }

  /**
   * Checks what {@code docker update} was given, on its own: only what is set is looked at.
   *
   * @throws ApiException.BadParameter for values that make no sense
   */
  public static void checkChange(HostConfig change) {
    memory(change.view(), true);
    cpu(change.view());
    if (change.setsRestartPolicy()) {
      change.restartPolicy();
    }
  }

  /** As much swap as memory, and no limit of processes if it is not a number above zero. */
  private static HostConfig limits(HostConfig given) {
    HostConfig config = given;
    long memory = config.view().number("Memory");
    if (memory > 0 && config.view().number("MemorySwap") == 0) {
      config = config.with("MemorySwap", JsonNodeFactory.instance.numberNode(2 * memory));
    }
    if (config.view().number("PidsLimit") <= 0) {
      config = config.with("PidsLimit", JsonNodeFactory.instance.nullNode());
    }
    return config;
  }

  private static void memory(JsonObjectView view, boolean change) {
    long memory = view.number("Memory");
    long swap = view.number("MemorySwap");
    long reservation = view.number("MemoryReservation");
    if (memory != 0 && memory < MIN_MEMORY) {
      throw bad("Minimum memory limit allowed is 6MB");
    }
    if (memory > 0 && swap > 0 && swap < memory) {
      throw bad("Minimum memoryswap limit should be larger than memory limit, see usage");
    }
    if (memory == 0 && swap > 0 && !change) {
      throw bad("You should always set the Memory limit when using Memoryswap limit, see usage");
    }
    if (reservation > 0 && reservation < MIN_MEMORY) {
      throw bad("Minimum memory reservation allowed is 6MB");
    }
    if (memory > 0 && reservation > 0 && memory < reservation) {
      throw bad("Minimum memory limit can not be less than memory reservation limit, see usage");
    }
    long swappiness = view.optionalNumber("MemorySwappiness").orElse(-1L);
    if (swappiness < -1 || swappiness > 100) {
      throw bad("Invalid value: " + swappiness + ", valid memory swappiness range is 0-100");
    }
  }

  private static void cpu(JsonObjectView view) {
    long nano = view.number("NanoCpus");
    long period = view.number("CpuPeriod");
    long quota = view.number("CpuQuota");
    int cpus = Runtime.getRuntime().availableProcessors();
    if (nano > 0 && period > 0) {
      throw bad("Conflicting options: Nano CPUs and CPU Period cannot both be set");
    }
    if (nano > 0 && quota > 0) {
      throw bad("Conflicting options: Nano CPUs and CPU Quota cannot both be set");
    }
    if (nano < 0 || nano > cpus * 1_000_000_000L) {
      throw bad(
          "range of CPUs is from 0.01 to %1$d.00, as there are only %1$d CPUs available"
              .formatted(cpus));
    }
    if (period != 0 && (period < 1000 || period > 1_000_000)) {
      throw bad(
          "CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)");
    }
    if (quota > 0 && quota < 1000) {
      throw bad("CPU cfs quota can not be less than 1ms (i.e. 1000)");
    }
    long weight = view.number("BlkioWeight");
    if (weight != 0 && (weight < 10 || weight > 1000)) {
      throw bad("Range of blkio weight is from 10 to 1000");
    }
    if (view.number("CpuShares") < 0) {
      throw bad(
          "invalid CPU shares ("
              + view.number("CpuShares")
              + "): value must be a positive integer");
    }
  }

  private static void modes(HostConfig config) {
    switch (config.ipcMode()) {
      case "", "private", "shareable", "host", "none" -> {}
      default ->
          throw bad(
              config.ipcMode().startsWith("container:")
                  ? "IPC mode container:ID is not available yet: " + config.ipcMode()
                  : "invalid IPC mode: " + config.ipcMode());
    }
    String pid = config.pidMode();
    if (!pid.isEmpty() && !pid.equals("host") && !pid.startsWith("container:")) {
      throw bad("invalid PID mode: " + pid);
    }
    if (!config.utsMode().isEmpty() && !config.utsMode().equals("host")) {
      throw bad("invalid UTS mode: " + config.utsMode());
    }
    switch (config.cgroupnsMode()) {
      case "", "private", "host" -> {}
      default -> throw bad("invalid cgroup namespace mode: " + config.cgroupnsMode());
    }
  }

  /** Who asks for no network in particular gets the default one; others are looked up later. */
  private static HostConfig network(HostConfig config) {
    String mode = config.networkMode();
    if (mode.isEmpty() || mode.equals("default")) {
      return config.with("NetworkMode", JsonNodeFactory.instance.textNode("bridge"));
    }
    if (mode.equals("container:")) {
      throw bad("invalid container format container:<name|id>");
    }
    return config;
  }

  private static HostConfig log(HostConfig config) {
    try {
      LogSettings settings = LogSettings.of(config.logDriver(), config.logOptions());
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("Type", settings.driver().label());
      ObjectNode options = json.putObject("Config");
      config.logOptions().forEach(options::put);
      return config.with("LogConfig", json);
    } catch (IllegalArgumentException e) {
      throw new ApiException.BadParameter(String.valueOf(e.getMessage()), e);
    }
  }

  private static ApiException bad(String message) {
    return new ApiException.BadParameter(message);
  }
}
