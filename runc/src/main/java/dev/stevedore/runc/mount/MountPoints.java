package dev.stevedore.runc.mount;

import dev.stevedore.lib.posix.Split;
import java.util.List;

/** Mount points in /proc/PID/mountinfo (proc_pid_mountinfo(5)). */
final class MountPoints {
  private static final int POINT = 4;

  private MountPoints() {}

  /** The mount point that holds a path, the one with the longest name above it. */
  static String holding(String path, String mountInfo) {
    String best = "/";
    for (String line : Split.words('\n', mountInfo)) {
      List<String> fields = Split.at(' ', line, POINT + 2);
      if (fields.size() > POINT) {
        String point = unescape(fields.get(POINT));
        boolean holds =
            path.equals(point) || path.startsWith(point.equals("/") ? "/" : point + "/");
        if (holds && point.length() > best.length()) {
          best = point;
        }
      }
    }
    return best;
  }

  /** The kernel writes blanks, tabs, line ends and backslashes as three octal digits. */
  private static String unescape(String escaped) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < escaped.length(); i++) {
      if (escaped.charAt(i) == '\\' && i + 3 < escaped.length()) {
        plain.append((char) Integer.parseInt(escaped.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        plain.append(escaped.charAt(i));
      }
    }
    return plain.toString();
  }
}
