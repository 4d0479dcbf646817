package dev.stevedore.runc.cgroup;

import dev.stevedore.lib.posix.Split;
import dev.stevedore.runc.RuncException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cgroups below a container's, which must be there: where exec is to put a process.
 *
 * @param paths by controller, each beginning with a slash; that of the empty key is for all
 */
public record SubCgroups(Map<String, String> paths) {
  /** The container's own. */
  public static final SubCgroups NONE = new SubCgroups(new HashMap<>());

  /**
   * Reads the values of {@code --cgroup}: one path, or for v1 any number of {@code
   * CONTROLLER[,CONTROLLER]:PATH}.
   *
   * @throws RuncException if they are not that, or a path leads upwards
   */
  public static SubCgroups parse(List<String> values) {
    Map<String, String> paths = new HashMap<>();
    for (String value : values) {
      int colon = value.indexOf(':');
      if (colon < 0 && values.size() != 1) {
        throw invalid(value, "missing <controller>: prefix");
      }
      String path = value.substring(colon + 1);
      if (path.contains("..")) {
        throw new RuncException(
            "bad sub cgroup path: " + path + ": `..` components are not allowed");
      }
      if (path.contains(":")) {
        throw new RuncException("bad sub cgroup path: " + path);
      }
      String below = path.startsWith("/") ? path : "/" + path;
      for (String controller : Split.at(',', value.substring(0, Math.max(colon, 0)))) {
        if (controller.isEmpty() && colon >= 0) {
          throw invalid(value, "empty <controller> prefix");
        }
        if (paths.put(controller, below) != null) {
          throw new RuncException(
              "invalid --cgroup argument(s): controller "
                  + controller
                  + " specified multiple times");
        }
      }
    }
    return new SubCgroups(paths);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return paths.isEmpty();
  }

  /**
   * What comes after a hierarchy's directory.
   *
   * @param controllers of the hierarchy, with commas between them; empty for v2
   */
  String below(String controllers) {
    for (String controller : Split.at(',', controllers)) {
      String below = paths.get(controller);
      if (below != null) {
        return below;
      }
    }
    return paths.getOrDefault("", "");
  }

  /** Fails for a controller that is in none of the hierarchies. */
  void requireOnly(Iterable<String> hierarchies) {
    for (String controller : paths.keySet()) {
      boolean isThere = controller.isEmpty();
      for (String hierarchy : hierarchies) {
        isThere = isThere || Split.at(',', hierarchy).contains(controller);
      }
      if (!isThere) {
        throw new RuncException("unknown controller " + controller + " in --cgroup");
      }
    }
  }

  private static RuncException invalid(String value, String why) {
    return new RuncException("invalid --cgroup argument: " + value + " (" + why + ")");
  }
}
