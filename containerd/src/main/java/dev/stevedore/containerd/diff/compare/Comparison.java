package dev.stevedore.containerd.diff.compare;

import dev.stevedore.containerd.diff.compare.MergedDirectory.Entry;
import java.io.IOException;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Walks two trees at once and writes what differs. */
public final class Comparison {
  private final LayerWriter layer;

  private Comparison(LayerWriter layer) {
    this.layer = layer;
  }

  /**
   * Writes the layer that makes the right tree of the left one.
   *
   * @param left the tree below
   * @param right the tree that the layer leads to
   */
  public static void write(LayerStack left, LayerStack right, LayerWriter layer)
      throws IOException {
    try (MergedDirectory from = MergedDirectory.root(left);
        MergedDirectory to = MergedDirectory.root(right)) {
      new Comparison(layer).compare(from, to, "");
    }
    layer.end();
  }

  private void compare(MergedDirectory left, MergedDirectory right, String prefix)
      throws IOException {
    if (left.isSame(right)) {
      return;
    }
    Map<String, Entry> before = left.entries();
    Map<String, Entry> after = right.entries();
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      @Nullable Entry from = before.get(name);
      @Nullable Entry to = after.get(name);
      String path = prefix + name;
      if (to == null) {
        layer.whiteout(path);
      } else if (from == null || !from.isDirectory() || !to.isDirectory()) {
        replace(from, to, right, path);
      } else {
        if (!Sameness.of(from, to)
            || !Sameness.ofTimes(from.status().modified(), to.status().modified())) {
          layer.changed(path, to);
        }
        try (MergedDirectory a = left.open(name);
            MergedDirectory b = right.open(name);
            var _ = layer.inside(path, to)) {
          compare(a, b, path + "/");
        }
      }
    }
  }

  private void replace(@Nullable Entry from, Entry to, MergedDirectory parent, String path)
      throws IOException {
    if (from != null && Sameness.of(from, to)) {
      layer.unchanged(path, to);
      return;
    }
    layer.changed(path, to);
    if (to.isDirectory()) {
      addAll(parent, path, to);
    }
  }

  private void addAll(MergedDirectory parent, String path, Entry directory) throws IOException {
    try (MergedDirectory added = parent.open(directory.name());
        var _ = layer.inside(path, directory)) {
      for (Entry entry : added.entries().values()) {
        String child = path + "/" + entry.name();
        layer.changed(child, entry);
        if (entry.isDirectory()) {
          addAll(added, child, entry);
        }
      }
    }
  }
}
