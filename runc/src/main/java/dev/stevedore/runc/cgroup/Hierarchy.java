package dev.stevedore.runc.cgroup;

import dev.stevedore.lib.posix.Split;
import java.util.ArrayList;
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
    for (String line : Split.words('\n', procCgroup)) {
      List<String> parts = Split.at(':', line, 3);
      if (parts.size() == 3) {
        hierarchies.add(new Hierarchy(Split.words(',', parts.get(1)), parts.get(2)));
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
