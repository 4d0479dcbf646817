package dev.stevedore.docker.create;

import java.util.ArrayList;
import java.util.List;

/** Paths as texts. */
final class Paths {
  private Paths() {}

  /** A source that begins with a dot is relative to the directory; anything else stays. */
  static String absoluteIfDotted(String path, String directory) {
    return path.startsWith(".") ? clean(directory + "/" + path) : path;
  }

  /** An absolute path without {@code .}, {@code ..} and double slashes. */
  static String clean(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        if (!parts.isEmpty()) {
          parts.removeLast();
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return "/" + String.join("/", parts);
  }
}
