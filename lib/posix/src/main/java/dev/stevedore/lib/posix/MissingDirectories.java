package dev.stevedore.lib.posix;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Makes the directories of a path below a root, one component after the other, following links as
 * if the root were "/".
 */
final class MissingDirectories {
  private static final int LINK_LIMIT = 40;

  private final Fd root;
  private final int mode;

  MissingDirectories(Fd root, int mode) {
    this.root = root;
    this.mode = mode;
  }

  /** The last directory, O_PATH. */
  Fd make(String path) {
    Deque<String> ahead = new ArrayDeque<>(Split.words('/', path));
    List<String> behind = new ArrayList<>();
    int links = 0;
    while (!ahead.isEmpty()) {
      String name = ahead.removeFirst();
      if (name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        if (!behind.isEmpty()) {
          behind.removeLast();
        }
        continue;
      }
      Optional<String> link = enter(behind, name);
      if (link.isPresent()) {
        links++;
        if (links > LINK_LIMIT) {
          throw new PosixException("mkdir", path, Errno.ELOOP);
        }
        if (link.get().startsWith("/")) {
          behind.clear();
        }
        for (String part : Split.words('/', link.get()).reversed()) {
          ahead.addFirst(part);
        }
      } else {
        behind.add(name);
      }
    }
    return open(behind);
  }

  /** Makes the directory unless it is there; gives the target if it is a link instead. */
  private Optional<String> enter(List<String> behind, String name) {
    try (Fd directory = open(behind)) {
      Optional<FileStatus> status = FilesAt.status(directory, name);
      if (status.isEmpty()) {
        FilesAt.makeDirectoryIfMissing(directory, name, mode);
        return Optional.empty();
      }
      return status.get().isSymbolicLink()
          ? Optional.of(FilesAt.readLink(directory, name))
          : Optional.empty();
    }
  }

  private Fd open(List<String> names) {
    String path = "/" + String.join("/", names);
    return RootedPaths.open(root, path, OpenFlags.PATH | OpenFlags.DIRECTORY, 0);
  }
}
