package dev.stevedore.containerd.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What came from a layer, so that its own whiteouts leave it alone. It is put in order only when a
 * whiteout asks: most layers have none.
 */
final class UnpackedPaths {
  private final List<String> added = new ArrayList<>();
  private final NavigableSet<String> ordered = new TreeSet<>();

  void add(String path) {
    added.add(path);
  }

  /** Whether the path came, or one below it. */
  boolean contains(String path) {
    ordered.addAll(added);
    added.clear();
    String inside = ordered.ceiling(path + "/");
    return ordered.contains(path) || (inside != null && inside.startsWith(path + "/"));
  }
}
