package dev.stevedore.docker.os;

import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.copy.LocalFiles;
import dev.stevedore.docker.copy.LocalTree;
import dev.stevedore.lib.posix.Directories;
import dev.stevedore.lib.posix.ExtendedAttributes;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FileStatus;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.PosixException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Files by the paths that the user gave. */
final class PosixFiles implements LocalFiles {
  @Override
  public Optional<Facts> info(String path) {
    return saying(() -> Files.linkStatus(path)).map(PosixFiles::info);
  }

  @Override
  public Optional<Facts> target(String path) {
    return saying(() -> Files.status(path)).map(PosixFiles::info);
  }

  static Facts info(FileStatus status) {
    long device = status.rdev();
    return new Facts(
        kind(status),
        status.permissions(),
        status.uid() & 0xffffffffL,
        status.gid() & 0xffffffffL,
        status.size(),
        status.modifiedSeconds(),
        status.device() + "/" + status.inode(),
        status.links(),
        (device >>> 8 & 0xfff) | (device >>> 32 & ~0xfffL),
        (device & 0xff) | (device >>> 12 & ~0xffL));
  }

  static Kind kind(FileStatus status) {
    if (status.isDirectory()) {
      return Kind.DIRECTORY;
    } else if (status.isSymbolicLink()) {
      return Kind.SYMBOLIC_LINK;
    } else if (status.isFifo()) {
      return Kind.FIFO;
    } else if (status.isCharacterDevice()) {
      return Kind.CHARACTER_DEVICE;
    } else if (status.isBlockDevice()) {
      return Kind.BLOCK_DEVICE;
    }
    return status.isSocket() ? Kind.SOCKET : Kind.REGULAR;
  }

  @Override
  public String readLink(String path) {
    return saying(() -> Files.readLink(path));
  }

  @Override
  public List<String> list(String path) {
    List<String> names = saying(() -> new ArrayList<>(Directories.list(path)));
    Collections.sort(names);
    return names;
  }

  @Override
  public InputStream open(String path) {
    int flags = OpenFlags.READ_ONLY | OpenFlags.NO_FOLLOW | OpenFlags.NONBLOCK;
    return saying(() -> new FdInput(Files.open(path, flags, 0)));
  }

  @Override
  public Optional<byte[]> attribute(String path, String name) {
    return saying(
        () -> {
          try (Fd file = Files.open(path, OpenFlags.PATH | OpenFlags.NO_FOLLOW, 0)) {
            return ExtendedAttributes.get(file, name);
          }
        });
  }

  @Override
  public LocalTree tree(String directory) {
    int flags = OpenFlags.PATH | OpenFlags.DIRECTORY;
    return saying(() -> new PosixTree(Files.open(directory, flags, 0)));
  }

  static <T> T saying(Supplier<T> action) {
    try {
      return action.get();
    } catch (PosixException e) {
      throw new CliException(String.valueOf(e.getMessage()), 1, e);
    }
  }
}
