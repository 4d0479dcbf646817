package dev.stevedore.init;

import java.util.ArrayList;
import java.util.List;

/** Where a program may be, see execvp(3). */
final class ProgramPaths {
  /** What is searched without a PATH. */
  static final String DEFAULT = "/bin:/usr/bin";

  private ProgramPaths() {}

  /**
   * The files to try, in order.
   *
   * @param name a path, or a name to be found in one of the directories
   * @param searched directories with colons between them; an empty one is the current directory
   */
  static List<String> of(String name, String searched) {
    if (name.isEmpty() || name.indexOf('/') >= 0) {
      return List.of(name);
    }
    List<String> paths = new ArrayList<>();
    int start = 0;
    while (start <= searched.length()) {
      int colon = searched.indexOf(':', start);
      int end = colon < 0 ? searched.length() : colon;
      String directory = searched.substring(start, end);
      paths.add(directory.isEmpty() ? name : directory + "/" + name);
      start = end + 1;
    }
    return paths;
  }
}
