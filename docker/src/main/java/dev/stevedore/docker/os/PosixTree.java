package dev.stevedore.docker.os;

import dev.stevedore.docker.copy.LocalFiles;
import dev.stevedore.docker.copy.LocalTree;
import dev.stevedore.lib.posix.Directories;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.ExtendedAttributes;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FileStatus;
import dev.stevedore.lib.posix.FilesAt;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.Poll;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.RootedPaths;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/** Below a directory, by openat2(2): a link that an archive brings leads nowhere else. */
final class PosixTree implements LocalTree {
  private static final int NEW_DIRECTORY = 0777;
  private static final int NEW_FILE = 0600;
  private static final int S_IFIFO = 0010000;
  private static final int S_IFCHR = 0020000;
  private static final int S_IFBLK = 0060000;
  private static final int DIRECTORY = OpenFlags.PATH | OpenFlags.DIRECTORY;
  private static final int PIECE = 64 * 1024;

  private final Fd root;

  PosixTree(Fd root) {
    this.root = root;
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Does something to a name in its directory. */
  private void at(String path, Consumer<Fd> action) {
    PosixFiles.saying(
        () -> {
          try (Fd parent = RootedPaths.open(root, parent(path), DIRECTORY, 0)) {
            action.accept(parent);
          }
          return path;
        });
  }

  @Override
  public Optional<LocalFiles.Kind> kind(String path) {
    int flags = OpenFlags.PATH | OpenFlags.NO_FOLLOW;
    return PosixFiles.saying(
        () -> {
          Optional<Fd> found = RootedPaths.openIfExists(root, path, flags);
          if (found.isEmpty()) {
            return Optional.empty();
          }
          try (Fd file = found.get()) {
            return Optional.of(PosixFiles.kind(dev.stevedore.lib.posix.Files.status(file)));
          }
        });
  }

  @Override
  public void delete(String path) {
    at(path, parent -> delete(parent, name(path)));
  }

  private static void delete(Fd parent, String name) {
    Optional<FileStatus> status = FilesAt.status(parent, name);
    if (status.isEmpty()) {
      return;
    }
    if (!status.get().isDirectory()) {
      FilesAt.deleteIfExists(parent, name);
      return;
    }
    try (Fd directory = FilesAt.open(parent, name, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY, 0)) {
      for (String child : Directories.list(directory)) {
        delete(directory, child);
      }
    }
    FilesAt.deleteDirectory(parent, name);
  }

  @Override
  public void makeDirectories(String path) {
    PosixFiles.saying(
        () -> {
          RootedPaths.makeDirectories(root, path, NEW_DIRECTORY).close();
          return path;
        });
  }

  @Override
  public void file(String path, InputStream content) throws IOException {
    int flags = OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.EXCLUSIVE | OpenFlags.NO_FOLLOW;
    try (Fd file = PosixFiles.saying(() -> RootedPaths.open(root, path, flags, NEW_FILE))) {
      byte[] piece = new byte[PIECE];
      int count = content.read(piece, 0, piece.length);
      while (count >= 0) {
        write(file, piece, count);
        count = content.read(piece, 0, piece.length);
      }
    } catch (PosixException e) {
      throw new IOException("write " + path + ": " + e.errno().message(), e);
    }
  }

  private static void write(Fd file, byte[] piece, int count) {
    int done = 0;
    while (done < count) {
      int written = file.write(piece, done, count - done);
      if (written == Fd.WOULD_BLOCK) {
        Poll.writable(file);
      } else {
        done += written;
      }
    }
  }

  @Override
  public void symbolicLink(String path, String target) {
    at(path, parent -> FilesAt.symbolicLinkIfMissing(target, parent, name(path)));
  }

  @Override
  public void hardLink(String path, String target) {
    at(
        path,
        parent ->
            at(target, directory -> FilesAt.link(directory, name(target), parent, name(path))));
  }

  @Override
  public void node(String path, LocalFiles.Kind kind, long major, long minor) {
    int type =
        switch (kind) {
          case CHARACTER_DEVICE -> S_IFCHR;
          case BLOCK_DEVICE -> S_IFBLK;
          default -> S_IFIFO;
        };
    long device = FilesAt.device(major, minor);
    at(path, parent -> FilesAt.makeNode(parent, name(path), type | NEW_FILE, device));
  }

  @Override
  public void attribute(String path, String name, byte[] value) {
    PosixFiles.saying(
        () -> {
          try (Fd file = RootedPaths.open(root, path, OpenFlags.PATH | OpenFlags.NO_FOLLOW, 0)) {
            ExtendedAttributes.set(file, name, value);
          } catch (PosixException e) {
            if (!e.is(Errno.EOPNOTSUPP) && !e.is(Errno.EPERM)) {
              throw e;
            }
          }
          return path;
        });
  }

  @Override
  public void mode(String path, int mode) {
    PosixFiles.saying(
        () -> {
          try (Fd file = RootedPaths.open(root, path, OpenFlags.PATH | OpenFlags.NO_FOLLOW, 0)) {
            dev.stevedore.lib.posix.Files.changeMode(file.procPath(), mode);
          }
          return path;
        });
  }

  @Override
  public void times(String path, long modified) {
    at(path, parent -> FilesAt.setTimes(parent, name(path), modified));
  }

  @Override
  public void close() {
    root.close();
  }
}
