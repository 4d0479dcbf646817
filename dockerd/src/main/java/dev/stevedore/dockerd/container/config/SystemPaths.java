package dev.stevedore.dockerd.container.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The paths below /proc and /sys that a container does not get unless it is told otherwise. */
public final class SystemPaths {
  private static final Path CPUS = Path.of("/sys/devices/system/cpu");

  /** Nothing is to be seen there. */
  public static final List<String> MASKED =
      Stream.concat(
              Stream.of(
                  "/proc/asound",
                  "/proc/acpi",
                  "/proc/interrupts",
                  "/proc/kcore",
                  "/proc/keys",
                  "/proc/latency_stats",
                  "/proc/timer_list",
                  "/proc/timer_stats",
                  "/proc/sched_debug",
                  "/proc/scsi",
                  "/sys/firmware",
                  "/sys/devices/virtual/powercap"),
              thermalThrottles())
          .toList();

  /** Nothing can be changed there. */
  public static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private SystemPaths() {}

  /** How often a processor was slowed down tells what others do on it. */
  private static Stream<String> thermalThrottles() {
    try (Stream<Path> cpus = Files.list(CPUS)) {
      return cpus
          .filter(cpu -> cpu.getFileName().toString().matches("cpu[0-9]+"))
          .map(cpu -> cpu.resolve("thermal_throttle"))
          .filter(Files::exists)
          .map(Path::toString)
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      return Stream.empty(); // no /sys here: nothing to hide
    }
  }
}
