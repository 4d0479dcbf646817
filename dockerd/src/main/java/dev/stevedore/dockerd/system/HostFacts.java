package dev.stevedore.dockerd.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The machine that the engine runs on.
 *
 * @param hostname its name
 * @param kernel the kernel's release, as uname -r prints it
 * @param operatingSystem the distribution's name, for people
 * @param osVersion the distribution's version
 * @param machine the architecture, as uname -m prints it
 * @param memory in bytes
 * @param cpus that this process may use
 * @param ipv4Forwarding whether the kernel routes
 */
record HostFacts(
    String hostname,
    String kernel,
    String operatingSystem,
    String osVersion,
    String machine,
    long memory,
    int cpus,
    boolean ipv4Forwarding) {

  /** Reads them now; what cannot be read is empty or 0, as in Docker. */
  static HostFacts read() {
    List<String> release = lines(Path.of("/etc/os-release"));
    if (release.isEmpty()) {
      release = lines(Path.of("/usr/lib/os-release"));
    }
    return new HostFacts(
        first("/proc/sys/kernel/hostname"),
        first("/proc/sys/kernel/osrelease"),
        value(release, "PRETTY_NAME", "Linux"),
        value(release, "VERSION_ID", ""),
        System.getProperty("os.arch", "").equals("amd64")
            ? "x86_64"
            : System.getProperty("os.arch", ""),
        totalMemory(),
        Runtime.getRuntime().availableProcessors(),
        first("/proc/sys/net/ipv4/ip_forward").equals("1"));
  }

  /** The architecture as Go names it: what images are built for. */
  String goArchitecture() {
    return switch (machine) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> machine;
    };
  }

  private static long totalMemory() {
    for (String line : lines(Path.of("/proc/meminfo"))) {
      if (line.startsWith("MemTotal:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    return 0;
  }

  private static String value(List<String> lines, String key, String ifAbsent) {
    for (String line : lines) {
      if (line.startsWith(key + "=")) {
        return line.substring(key.length() + 1).replace("\"", "").strip();
      }
    }
    return ifAbsent;
  }

  private static String first(String file) {
    List<String> lines = lines(Path.of(file));
    return lines.isEmpty() ? "" : lines.getFirst().strip();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
