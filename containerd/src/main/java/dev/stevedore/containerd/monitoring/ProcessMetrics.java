package dev.stevedore.containerd.monitoring;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the process uses, under the names that Prometheus' clients have for it. */
final class ProcessMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessMetrics.class);

  private ProcessMetrics() {}

  static Map<String, Double> now() {
    Map<String, Double> values = new HashMap<>();
    var runtime = ManagementFactory.getRuntimeMXBean();
    values.put("process_start_time_seconds", runtime.getStartTime() / 1e3);
    ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .ifPresent(it -> values.put("process_cpu_seconds_total", it.toNanos() / 1e9));
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    values.put("jvm_memory_heap_used_bytes", (double) heap.getUsed());
    values.put("jvm_memory_heap_committed_bytes", (double) heap.getCommitted());
    values.put("jvm_threads", (double) ManagementFactory.getThreadMXBean().getThreadCount());
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:") || line.startsWith("VmSize:")) {
          double bytes = Long.parseLong(line.replaceAll("\\D", "")) * 1024.0;
          values.put(
              line.startsWith("VmRSS:")
                  ? "process_resident_memory_bytes"
                  : "process_virtual_memory_bytes",
              bytes);
        }
      }
      try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
        double open = 0;
        for (Path _ : descriptors) {
          open++;
        }
        values.put("process_open_fds", open);
      }
    } catch (IOException e) {
      LOG.debug("/proc/self: {}", e.getMessage());
    }
    return values;
  }
}
