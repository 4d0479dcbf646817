package dev.stevedore.dockerd.stats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The machine at one moment, out of proc(5).
 *
 * @param cpuNanos time that all processors spent in any state, idle included
 * @param cpus processors that are online
 * @param memory in bytes
 */
record HostUsage(long cpuNanos, int cpus, long memory) {
  private static final long NANOS_PER_TICK = 10_000_000L;

  /** user, nice, system, idle, iowait, irq, softirq. */
  private static final int STATES = 7;

  static HostUsage now() throws IOException {
    return parse(
        Files.readString(Path.of("/proc/stat")), Files.readString(Path.of("/proc/meminfo")));
  }

  static HostUsage parse(String stat, String meminfo) {
    long ticks = 0;
    int cpus = 0;
    for (String line : stat.lines().toList()) {
      String[] words = line.split(" +");
      if (words[0].equals("cpu")) {
        for (int i = 1; i <= STATES && i < words.length; i++) {
          ticks += Long.parseLong(words[i]);
        }
      } else if (words[0].startsWith("cpu")) {
        cpus++;
      }
    }
    long memory =
        meminfo
            .lines()
            .filter(line -> line.startsWith("MemTotal:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
            .findFirst()
            .orElse(0);
    return new HostUsage(ticks * NANOS_PER_TICK, cpus, memory);
  }
}
