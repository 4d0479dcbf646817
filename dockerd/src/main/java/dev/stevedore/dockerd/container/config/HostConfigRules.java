package dev.stevedore.dockerd.container.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.logs.LogDefaults;
import dev.stevedore.dockerd.logs.LogSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** Whether a configuration makes sense, with Docker's error texts; and its defaults filled in. */
public final class HostConfigRules {
  private static final long MIN_MEMORY = 6 << 20;

  /** There if the host has the unified cgroup hierarchy. */
  private static final Path CGROUP2 = Path.of("/sys/fs/cgroup/cgroup.controllers");

  private HostConfigRules() {}

  /**
   * Checks a configuration.
   *
   * @param defaults for what the container does not say
   * @param warnings where what is odd but no error is added
   * @return it, with defaults filled in
   */
  public static HostConfig check(
      HostConfig given, ContainerDefaults defaults, List<String> warnings) {
    given.restartPolicy();
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
    if (!given.isolation().isEmpty() && !given.isolation().equals("default")) {
      throw bad("invalid isolation '" + given.isolation() + "' on linux");
    }
    if (given.view().stringMap("Annotations").containsKey("")) {
      throw bad("invalid Annotations: the empty string is not permitted as an annotation key");
    }
    HostConfig config = namespaces(network(given), defaults);
    if (config.shmSize() == 0) {
      config = config.with("ShmSize", JsonNodeFactory.instance.numberNode(defaults.shmSize()));
    }
    config = OldLimits.check(config, Files.exists(CGROUP2), warnings);
    if (config.view().bool("OomKillDisable") && given.view().number("Memory") == 0) {
      warnings.add(
          "OOM killer is disabled for the container, but no memory limit is set, this can result"
              + " in the system running out of resources.");
    }
    return log(limits(systemPaths(config)), defaults.logs());
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

  /** Whose namespaces are the container's own, unless something else was asked for. */
  private static HostConfig namespaces(HostConfig given, ContainerDefaults defaults) {
    HostConfig config = given;
    if (config.ipcMode().isEmpty()) {
      config = config.with("IpcMode", JsonNodeFactory.instance.textNode(defaults.ipcMode()));
    }
    if (config.cgroupnsMode().isEmpty()) {
      boolean unified = Files.exists(CGROUP2);
      String mode = unified ? "private" : "host";
      if (!defaults.cgroupnsMode().isEmpty() && (unified || !config.privileged())) {
        mode = defaults.cgroupnsMode();
      }
      config = config.with("CgroupnsMode", JsonNodeFactory.instance.textNode(mode));
    }
    return config;
  }

  /** What of /proc and /sys is hidden is kept, so that inspect shows it. */
  private static HostConfig systemPaths(HostConfig given) {
    if (given.privileged() || given.securityOpt().contains("systempaths=unconfined")) {
      return given;
    }
    return paths(
        paths(given, "MaskedPaths", SystemPaths.MASKED), "ReadonlyPaths", SystemPaths.READ_ONLY);
  }

  private static HostConfig paths(HostConfig config, String field, List<String> standard) {
    if (!config.view().node(field).isNull()) {
      return config;
    }
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    standard.forEach(all::add);
    return config.with(field, all);
  }

  /** As much swap as memory, and no limit of processes if it is not a number above zero. */
  private static HostConfig limits(HostConfig given) {
    HostConfig config = given;
    long memory = config.view().number("Memory");
    if (memory > 0 && config.view().number("MemorySwap") == 0) {
      config = config.with("MemorySwap", JsonNodeFactory.instance.numberNode(2 * memory));
    }
    if (config.view().optionalNumber("MemorySwappiness").orElse(-1L) == -1) {
      config = config.with("MemorySwappiness", JsonNodeFactory.instance.nullNode());
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
    available(view.string("CpusetCpus"), "cpus", "CPUs", "/sys/devices/system/cpu/online");
    available(view.string("CpusetMems"), "mems", "memory nodes", "/sys/devices/system/node/online");
    if (view.number("CpuShares") < 0) {
      throw bad(
          "invalid CPU shares ("
              + view.number("CpuShares")
              + "): value must be a positive integer");
    }
  }

  /** Whether the machine has what a cpuset asks for. */
  private static void available(String wanted, String option, String what, String file) {
    if (wanted.isEmpty()) {
      return;
    }
    try {
      BitSet missing = CpuList.parse(wanted);
      String there = Files.readString(Path.of(file)).strip();
      missing.andNot(CpuList.parse(there));
      if (!missing.isEmpty()) {
        throw bad(
            "Requested %s are not available - requested %s, available: %s"
                .formatted(what, wanted, there));
      }
    } catch (IllegalArgumentException e) {
      throw new ApiException.BadParameter(
          "Invalid value %s for cpuset %s: %s".formatted(wanted, option, e.getMessage()), e);
    } catch (IOException e) {
      throw new ApiException.Internal(file + ": " + e.getMessage(), e);
    }
  }

  private static void modes(HostConfig config) {
    switch (config.ipcMode()) {
      case "", "private", "shareable", "host", "none" -> {}
      default -> {
        if (!isOfContainer(config.ipcMode())) {
          throw bad("invalid IPC mode: " + config.ipcMode());
        }
      }
    }
    String pid = config.pidMode();
    if (!pid.isEmpty() && !pid.equals("host") && !isOfContainer(pid)) {
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

  private static boolean isOfContainer(String mode) {
    return mode.startsWith("container:") && mode.length() > "container:".length();
  }

  /** Who asks for no network in particular gets the default one; others are looked up later. */
  private static HostConfig network(HostConfig config) {
    String mode = config.networkMode();
    if (mode.isEmpty() || mode.equals("default")) {
      return config.with("NetworkMode", JsonNodeFactory.instance.textNode("bridge"));
    }
    return config;
  }

  private static HostConfig log(HostConfig config, LogDefaults logs) {
    try {
      String driver = logs.driver(config.logDriver());
      Map<String, String> completed = logs.options(driver, config.logOptions());
      LogSettings settings = LogSettings.of(driver, completed);
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("Type", settings.driver().label());
      ObjectNode options = json.putObject("Config");
      completed.forEach(options::put);
      return config.with("LogConfig", json);
    } catch (IllegalArgumentException e) {
      throw new ApiException.BadParameter(String.valueOf(e.getMessage()), e);
    }
  }

  private static ApiException bad(String message) {
    return new ApiException.BadParameter(message);
  }
}
