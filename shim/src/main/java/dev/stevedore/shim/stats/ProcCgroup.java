package dev.stevedore.shim.stats;

import dev.stevedore.shim.Split;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The file {@code /proc/PID/cgroup}: where a process is in each hierarchy, see cgroups(7).
 *
 * @param v1 path by controller; on a hybrid machine and on one with v1 only
 * @param v2 path in the unified hierarchy; empty when there is none
 */
public record ProcCgroup(Map<String, String> v1, String v2) {
  /** Reads the file's lines, {@code hierarchy:controllers:path}. */
  public static ProcCgroup parse(String text) {
    Map<String, String> v1 = new HashMap<>();
    String v2 = "";
    for (String line : Split.lines(text)) {
      int first = line.indexOf(':');
      int second = line.indexOf(':', first + 1);
      if (first < 0 || second < 0) {
        continue;
      }
      String controllers = line.substring(first + 1, second);
      String path = line.substring(second + 1);
      if (controllers.isEmpty()) {
        v2 = path;
      } else {
        for (String controller : Split.by(',', controllers)) {
          v1.put(controller, path);
        }
      }
    }
    // Not Map.copyOf: TeaVM's divides by the number of entries when it looks for one.
    return new ProcCgroup(v1, v2);
  }

  /** The process's cgroup below the usual mount point of a v1 controller. */
  public Optional<String> directory(String controller) {
    String path = v1.get(controller);
    return path == null
        ? Optional.empty()
        : Optional.of("/sys/fs/cgroup/" + controller + (path.equals("/") ? "" : path));
  }
}
