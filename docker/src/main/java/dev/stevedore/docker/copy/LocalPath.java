package dev.stevedore.docker.copy;

import java.util.ArrayList;
import java.util.List;

/** Paths as texts, cut and joined as Go's path/filepath does: Docker's rules are made of that. */
public final class LocalPath {
  private LocalPath() {}

  /** Without {@code .}, double slashes and what {@code ..} takes back; {@code .} if it is empty. */
  public static String clean(String path) {
    boolean rooted = path.startsWith("/");
    List<String> parts = new ArrayList<>();
    for (String part : parts(path)) {
      if (!part.equals("..")) {
        parts.add(part);
      } else if (!parts.isEmpty() && !parts.getLast().equals("..")) {
        parts.removeLast();
      } else if (!rooted) {
        parts.add(part);
      }
    }
    String joined = String.join("/", parts);
    return rooted ? "/" + joined : joined.isEmpty() ? "." : joined;
  }

  /** The names in a path, without empty ones and dots. */
  static List<String> parts(String path) {
    List<String> parts = new ArrayList<>();
    int at = 0;
    while (at <= path.length()) {
      int slash = path.indexOf('/', at);
      int end = slash < 0 ? path.length() : slash;
      String part = path.substring(at, end);
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
      at = end + 1;
    }
    return parts;
  }

  /** The last name; of slashes only, a slash; of nothing, a dot. */
  public static String base(String path) {
    if (path.isEmpty()) {
      return ".";
    }
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return end == 0 ? "/" : path.substring(path.lastIndexOf('/', end - 1) + 1, end);
  }

  /** What is before the last slash, cleaned. */
  public static String directory(String path) {
    int slash = path.lastIndexOf('/');
    return clean(path.substring(0, slash + 1));
  }

  public static String join(String directory, String name) {
    return clean(directory + "/" + name);
  }

  /** Absolute and clean, but what ends with {@code /} or {@code /.} still does. */
  public static String absolute(String path, String workingDirectory) {
    String clean = clean(path.startsWith("/") ? path : workingDirectory + "/" + path);
    boolean endsSo = clean.endsWith("/");
    if (base(path).equals(".") && !base(clean).equals(".")) {
      clean += endsSo ? "." : "/.";
    }
    return path.endsWith("/") && !clean.endsWith("/") ? clean + "/" : clean;
  }

  /** Whether it can only be a directory: it ends with {@code /} or {@code /.}. */
  static boolean assertsDirectory(String path) {
    return path.endsWith("/") || base(path).equals(".");
  }

  /** A path cut at its last name; {@code .} at the end is one. */
  public record Split(String directory, String base) {}

  /** Cuts; a path that ends with a dot keeps it as its last name. */
  public static Split split(String path) {
    String clean = clean(path);
    if (base(path).equals(".")) {
      clean += "/.";
    }
    return new Split(directory(clean), base(clean));
  }
}
