package dev.stevedore.runc.cgroup;

import dev.stevedore.lib.posix.Split;
import java.util.ArrayList;
import java.util.List;

/**
 * A mounted hierarchy of cgroup v1, a line of /proc/PID/mountinfo (proc_pid_mountinfo(5)).
 *
 * @param root the cgroup that is at the mount point
 * @param point where it is mounted
 * @param controllers those of the hierarchy, or {@code name=…}
 */
record CgroupMount(String root, String point, List<String> controllers) {
  /** Finds those of type cgroup. */
  static List<CgroupMount> parse(String mountInfo) {
    List<CgroupMount> mounts = new ArrayList<>();
    for (String line : Split.words('\n', mountInfo)) {
      int separator = line.indexOf(" - cgroup ");
      if (separator < 0) {
        continue;
      }
      List<String> left = Split.at(' ', line.substring(0, separator));
      List<String> right = Split.at(' ', line.substring(separator + 3));
      if (left.size() > 4 && right.size() > 2) {
        mounts.add(new CgroupMount(left.get(3), left.get(4), controllers(right.get(2))));
      }
    }
    return mounts;
  }

  /** Where the cgroup of a process is below the mount point. */
  String directoryOf(String cgroupPath) {
    String below = cgroupPath;
    if (!root.equals("/") && cgroupPath.startsWith(root)) {
      below = cgroupPath.substring(root.length());
    }
    return below.equals("/") ? point : point + below;
  }

  private static List<String> controllers(String superOptions) {
    return Split.at(',', superOptions).stream()
        .filter(
            option ->
                !option.equals("rw")
                    && !option.equals("ro")
                    && !option.equals("xattr")
                    && !option.equals("noprefix")
                    && !option.equals("clone_children")
                    && !option.equals("favordynmods")
                    && !option.startsWith("release_agent="))
        .toList();
  }
}
