package dev.stevedore.dockerd.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the kernel's control groups can limit on this machine.
 *
 * @param v2 whether the unified hierarchy is the one in use; if not, or in a hybrid, the v1
 *     controllers are
 */
record CgroupFacts(
    boolean v2,
    boolean memory,
    boolean swap,
    boolean kernelMemoryTcp,
    boolean oomKillDisable,
    boolean cfs,
    boolean shares,
    boolean cpuset,
    boolean pids,
    boolean blkioThrottle) {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  static CgroupFacts read() {
    Path controllers = ROOT.resolve("cgroup.controllers");
    return Files.exists(controllers) ? unified(controllers) : legacy();
  }

  private static CgroupFacts unified(Path controllers) {
    Set<String> names = new HashSet<>(Arrays.asList(content(controllers).split("\\s+")));
    boolean cpu = names.contains("cpu");
    boolean memory = names.contains("memory");
    return new CgroupFacts(
        true,
        memory,
        memory,
        false,
        false,
        cpu,
        cpu,
        names.contains("cpuset"),
        names.contains("pids"),
        names.contains("io"));
  }

  private static CgroupFacts legacy() {
    return new CgroupFacts(
        false,
        has("memory", "memory.limit_in_bytes"),
        has("memory", "memory.memsw.limit_in_bytes"),
        has("memory", "memory.kmem.tcp.limit_in_bytes"),
        has("memory", "memory.oom_control"),
        has("cpu", "cpu.cfs_quota_us"),
        has("cpu", "cpu.shares"),
        has("cpuset", "cpuset.cpus"),
        Files.isDirectory(ROOT.resolve("pids")),
        has("blkio", "blkio.throttle.read_bps_device"));
  }

  private static boolean has(String controller, String file) {
    return Files.exists(ROOT.resolve(controller).resolve(file));
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  /** Docker's name of the version: {@code 1} or {@code 2}. */
  String version() {
    return v2 ? "2" : "1";
  }

  /** A warning for each limit that cannot be set, in Docker's words. */
  List<String> warnings() {
    return Stream.of(
            missing(memory, "memory limit"),
            missing(swap, "swap limit"),
            missing(v2 || kernelMemoryTcp, "kernel memory TCP limit"),
            missing(v2 || oomKillDisable, "oom kill disable"),
            missing(cfs, "cpu cfs quota"),
            missing(cfs, "cpu cfs period"),
            missing(shares, "cpu shares"),
            missing(cpuset, "cpuset"),
            missing(blkioThrottle, v2 ? "io.max" : "blkio throttle"))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> missing(boolean there, String what) {
    return there ? Optional.empty() : Optional.of("WARNING: No " + what + " support");
  }
}
