package dev.stevedore.lib.linux;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Copies whole directory trees: every kind of file but sockets, with owners, modes, times, extended
 * attributes, holes, and files that have several names.
 */
public final class TreeCopy {
  private static final int DIRECTORY =
      OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;

  private record Inode(long fileSystem, long number) {}

  private final Fd target;

  /** Where files with several names were copied to, below the target. */
  private final Map<Inode, String> copied = new HashMap<>();

  private TreeCopy(Fd target) {
    this.target = target;
  }

  /** Copies what is in a directory into another one, which gets the first one's looks. */
  public static void copy(Path from, Path to) throws IOException {
    try (Fd source = Directory.open(from.toString());
        Fd target = Directory.open(to.toString())) {
      copy(source, target);
    }
  }

  /** Copies what is in an open directory into another one, which gets the first one's looks. */
  public static void copy(Fd source, Fd target) throws IOException {
    new TreeCopy(target).copyAll(source, target, "");
    copyLooks(FileStatus.of(source), source.path() + "/.", target, ".");
  }

  private void copyAll(Fd source, Fd to, String prefix) throws IOException {
    for (String name : Trees.list(source)) {
      FileStatus status = FileStatus.of(source, name);
      if (status.type() == FileType.SOCKET) {
        continue;
      }
      String path = prefix + name;
      if (status.type() != FileType.DIRECTORY && status.links() > 1) {
        String first = copied.putIfAbsent(new Inode(status.fileSystem(), status.inode()), path);
        if (first != null) {
          Directory.link(target, first, to, name);
          continue;
        }
      }
      copyOne(source, name, status, to, path);
      copyLooks(status, source.path() + "/" + name, to, name);
    }
  }

  private void copyOne(Fd source, String name, FileStatus status, Fd to, String path)
      throws IOException {
    switch (status.type()) {
      case DIRECTORY -> {
        Directory.make(to, name, 0700);
        try (Fd from = Openat2.open(source, name, DIRECTORY, 0, 0);
            Fd into = Openat2.open(to, name, DIRECTORY, 0, 0)) {
          copyAll(from, into, path + "/");
        }
      }
      case REGULAR -> copyContent(source, name, status.size(), to);
      case SYMBOLIC_LINK -> Directory.symlink(Directory.readLink(source, name), to, name);
      case FIFO, CHARACTER_DEVICE, BLOCK_DEVICE ->
          Directory.makeNode(to, name, status.type(), 0600, status.device());
      case SOCKET -> throw new IllegalStateException(path);
    }
  }

  private static void copyContent(Fd source, String name, long size, Fd to) throws IOException {
    int create = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_NOFOLLOW;
    try (Fd from = Openat2.open(source, name, OpenFlags.O_RDONLY | OpenFlags.O_NOFOLLOW, 0, 0);
        Fd into = Openat2.open(to, name, create, 0600, 0);
        FileChannel in = FileChannel.open(from.path(), StandardOpenOption.READ);
        FileChannel out = FileChannel.open(into.path(), StandardOpenOption.WRITE)) {
      long at = 0;
      while (at < size && (at = SparseFiles.nextContent(from, at)) >= 0) {
        long end = SparseFiles.nextHole(from, at);
        out.position(at);
        while (at < end) {
          long count = in.transferTo(at, end - at, out);
          if (count <= 0) {
            throw new IOException(name + " became shorter while it was copied");
          }
          at += count;
        }
      }
      SparseFiles.truncate(into, size);
    }
  }

  private static void copyLooks(FileStatus status, String source, Fd to, String name)
      throws IOException {
    // Before the mode and the attributes: chown(2) takes set-uid bits and capabilities away.
    Inodes.chown(to, name, status.uid(), status.gid());
    for (String attribute : Xattrs.list(source)) {
      Optional<byte[]> value = Xattrs.get(source, attribute);
      if (value.isPresent()) {
        Xattrs.set(to.path() + "/" + name, attribute, value.get());
      }
    }
    if (status.type() != FileType.SYMBOLIC_LINK) {
      Inodes.chmod(to, name, status.mode());
    }
    Inodes.setTimes(to, name, status.modified(), status.modified());
  }
}
