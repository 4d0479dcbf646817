package dev.stevedore.shim.rootfs;

import dev.stevedore.shim.Split;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the options of an overlay with many layers fit into the one page that mount(2) takes: the
 * lower directories become relative to the directory that all of them are in.
 *
 * @param directory where to be when mounting; empty to stay
 * @param data the options
 */
public record LowerDirectories(String directory, List<String> data) {
  private static final int ROOM = 4096 - 512;
  private static final String PREFIX = "lowerdir=";

  /** Shortens {@code data} if it is too long and can be shortened. */
  public static LowerDirectories shorten(List<String> data) {
    int length = 0;
    for (String option : data) {
      length += option.length() + 1;
    }
    if (length < ROOM) {
      return new LowerDirectories("", data);
    }
    List<String> shorter = new ArrayList<>();
    String directory = "";
    for (String option : data) {
      if (option.startsWith(PREFIX)) {
        String lower = option.substring(PREFIX.length());
        directory = commonDirectory(Split.by(':', lower));
        shorter.add(directory.isEmpty() ? option : PREFIX + relative(lower, directory));
      } else {
        shorter.add(option);
      }
    }
    return new LowerDirectories(directory, List.copyOf(shorter));
  }

  private static String relative(String lower, String directory) {
    StringBuilder out = new StringBuilder();
    for (String path : Split.by(':', lower)) {
      out.append(out.length() == 0 ? "" : ":").append(path.substring(directory.length() + 1));
    }
    return out.toString();
  }

  /** The longest directory that all paths are below; empty if that is the root. */
  private static String commonDirectory(List<String> paths) {
    String common = parent(paths.getFirst());
    for (String path : paths) {
      while (!common.isEmpty() && !path.startsWith(common + "/")) {
        common = parent(common);
      }
    }
    return common;
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "" : path.substring(0, slash);
  }
}
