package dev.stevedore.runc.mount;

import dev.stevedore.lib.posix.Directories;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FileStatus;
import dev.stevedore.lib.posix.FilesAt;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.RootedPaths;

/** Copies what is in a directory, for a tmpfs that starts with what it covers. */
final class TreeCopy {
  private static final int BUFFER = 64 * 1024;

  private TreeCopy() {}

  /** Copies files, directories and links, with owners and permissions; all by descriptor. */
  static void copy(Fd from, Fd to) {
    try (Fd readable = RootedPaths.open(from, "/", OpenFlags.DIRECTORY, 0);
        Fd target = RootedPaths.open(to, "/", OpenFlags.DIRECTORY, 0)) {
      copyContent(readable, target);
    }
  }

  private static void copyContent(Fd from, Fd to) {
    for (String name : Directories.list(from)) {
      FileStatus status = FilesAt.status(from, name).orElseThrow();
      if (status.isDirectory()) {
        FilesAt.makeDirectoryIfMissing(to, name, status.permissions());
        try (Fd source = FilesAt.open(from, name, OpenFlags.DIRECTORY, 0);
            Fd target = FilesAt.open(to, name, OpenFlags.DIRECTORY, 0)) {
          copyContent(source, target);
          own(target, status);
        }
      } else if (status.isRegularFile()) {
        int create = OpenFlags.CREATE | OpenFlags.EXCLUSIVE | OpenFlags.WRITE_ONLY;
        try (Fd source = FilesAt.open(from, name, OpenFlags.READ_ONLY, 0);
            Fd target = FilesAt.open(to, name, create, status.permissions())) {
          copyBytes(source, target);
          own(target, status);
        }
      } else if (status.isSymbolicLink()) {
        FilesAt.symbolicLinkIfMissing(FilesAt.readLink(from, name), to, name);
        try (Fd target = FilesAt.open(to, name, OpenFlags.PATH, 0)) {
          FilesAt.changeOwner(target, status.uid(), status.gid());
        }
      } else {
        FilesAt.makeNode(to, name, status.mode(), status.rdev());
      }
    }
  }

  private static void own(Fd target, FileStatus status) {
    FilesAt.changeOwner(target, status.uid(), status.gid());
    FilesAt.changeMode(target, status.permissions());
  }

  private static void copyBytes(Fd source, Fd target) {
    byte[] buffer = new byte[BUFFER];
    while (true) {
      int n = source.read(buffer, 0, buffer.length);
      if (n <= 0) {
        return;
      }
      for (int done = 0; done < n; ) {
        done += target.write(buffer, done, n - done);
      }
    }
  }
}
