package dev.stevedore.dockerd.archive;

import dev.stevedore.lib.linux.Directory;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.FileStatus;
import dev.stevedore.lib.linux.FileType;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.OpenFlags;
import dev.stevedore.lib.linux.Openat2;
import java.io.IOException;
import java.nio.file.Path;

/** Paths inside a container's root: no link leads out of it. */
final class Inside {
  private static final long FLAGS = Openat2.RESOLVE_IN_ROOT | Openat2.RESOLVE_NO_MAGICLINKS;

  private Inside() {}

  /** Opens a directory; links are followed. */
  static Fd directory(Fd root, String path) throws LinuxException {
    return Openat2.open(
        root, path.isEmpty() ? "." : path, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY, 0, FLAGS);
  }

  /** The path from the root, without "." and "..". */
  static String clean(String path) {
    return Path.of("/" + path).normalize().toString();
  }

  static String parent(String path) {
    return path.equals("/") ? "/" : path.substring(0, Math.max(1, path.lastIndexOf('/')));
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** What is at a path; a slash or dot at its end follows a link. */
  static PathStat stat(Fd root, String asked) throws IOException {
    String path = clean(asked);
    boolean follow = asked.endsWith("/") || asked.endsWith("/.");
    if (follow || path.equals("/")) {
      try (Fd directory = directory(root, path)) {
        return new PathStat(shownName(asked, path), FileStatus.of(directory), "");
      }
    }
    try (Fd parent = directory(root, parent(path))) {
      FileStatus status = FileStatus.of(parent, name(path));
      String target = "";
      if (status.type() == FileType.SYMBOLIC_LINK) {
        String link = Directory.readLink(parent, name(path));
        target = clean(link.startsWith("/") ? link : parent(path) + "/" + link);
      }
      return new PathStat(name(path), status, target);
    }
  }

  private static String shownName(String asked, String path) {
    if (path.equals("/")) {
      return "/";
    }
    return asked.endsWith("/.") ? "." : name(path);
  }
}
