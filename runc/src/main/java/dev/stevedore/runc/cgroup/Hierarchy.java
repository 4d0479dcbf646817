package dev.stevedore.runc.cgroup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A hierarchy of cgroups, a line of /proc/PID/cgroup (cgroups(7)).
 *
 * @param controllers those of v1, or {@code name=…}; empty for v2
 * @param path the cgroup of the process
 */
record Hierarchy(List<String> controllers, String path) {
  /** Parses lines {@code 4:memory:/path}. */
  static List<Hierarchy> parse(String procCgroup) {
    List<Hierarchy> hierarchies = new ArrayList<>();
    for (String line : procCgroup.split("\n")) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3) {
        List<String> controllers =
            parts[1].isEmpty() ? List.of() : Arrays.asList(parts[1].split(","));
        hierarchies.add(new Hierarchy(controllers, parts[2]));
      }
    }
    return hierarchies;
  }

  boolean isV2() {
    return controllers.isEmpty();
  }

  /** The name of its directory in /sys/fs/cgroup: {@code cpu,cpuacct}, {@code systemd}. */
  String directoryName() {
    String name = String.join(",", controllers);
    return name.startsWith("name=") ? name.substring("name=".length()) : name;
  }
}
