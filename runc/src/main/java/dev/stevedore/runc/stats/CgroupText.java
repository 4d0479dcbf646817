package dev.stevedore.runc.stats;

import dev.stevedore.lib.posix.Directories;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of a container's cgroups. */
public interface CgroupText {
  /**
   * The text of a file; empty if there is no such file, or nothing can be read.
   *
   * @param controller whose file it is; the same directory for all in cgroup v2
   */
  String text(String controller, String file);

  /** The names of the files of a controller. */
  List<String> files(String controller);

  /** Those of a container. */
  static CgroupText of(Map<String, String> paths) {
    return new CgroupText() {
      @Override
      public String text(String controller, String file) {
        try {
          return directory(paths, controller).map(d -> Files.readText(d + "/" + file)).orElse("");
        } catch (PosixException e) {
          // A controller that is not there, or not for this cgroup, has no numbers.
          return "";
        }
      }

      @Override
      public List<String> files(String controller) {
        return directory(paths, controller).map(Directories::list).orElse(List.of());
      }
    };
  }

  /** A number; 0 if there is none, {@code max} as the largest without a sign. */
  default long number(String controller, String file) {
    return parse(text(controller, file).trim());
  }

  /** Lines of a name and a number. */
  default Map<String, Long> table(String controller, String file) {
    Map<String, Long> table = new LinkedHashMap<>();
    for (String line : text(controller, file).split("\n")) {
      int space = line.indexOf(' ');
      if (space > 0) {
        table.put(line.substring(0, space), parse(line.substring(space + 1).trim()));
      }
    }
    return table;
  }

  private static long parse(String text) {
    if (text.equals("max")) {
      return -1;
    }
    try {
      // The kernel's numbers have no sign; those of v1's "no limit" are below 2^63.
      return text.isEmpty() ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static Optional<String> directory(Map<String, String> paths, String controller) {
    if (paths.size() == 1 && paths.containsKey("")) {
      return Optional.of(paths.get(""));
    }
    for (Map.Entry<String, String> entry : paths.entrySet()) {
      if (Arrays.asList(entry.getKey().split(",")).contains(controller)) {
        return Optional.of(entry.getValue());
      }
    }
    return Optional.empty();
  }
}
