package dev.stevedore.containerd.diff;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A path of a layer, relative to its root and without "." and "..".
 *
 * @param parent the directory; empty for the root
 * @param name the last part; empty for the root itself
 */
record LayerPath(String parent, String name) {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final String AUFS_PRIVATE = ".wh..wh.";

  /** Cleans a path as if the root were above everything: ".." never leads out of it. */
  static LayerPath of(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    String name = parts.isEmpty() ? "" : parts.removeLast();
    return new LayerPath(String.join("/", parts), name);
  }

  boolean isRoot() {
    return name.isEmpty();
  }

  String full() {
    return parent.isEmpty() ? name : parent + "/" + name;
  }

  /** Whether it says that the directory hides all that is below it. */
  boolean isOpaqueMarker() {
    return name.equals(OPAQUE);
  }

  /** Whether it is one of aufs's own files, which mean nothing here. */
  boolean isAufsPrivate() {
    return name.startsWith(AUFS_PRIVATE) && !isOpaqueMarker();
  }

  /** Whether it says that a name below is hidden. */
  boolean isWhiteout() {
    return name.startsWith(WHITEOUT) && !name.startsWith(AUFS_PRIVATE);
  }

  /** The path that a whiteout hides. */
  LayerPath hidden() {
    return new LayerPath(parent, name.substring(WHITEOUT.length()));
  }
}
