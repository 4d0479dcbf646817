package dev.stevedore.dockerd.archive;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.lib.linux.Devices;
import dev.stevedore.lib.linux.Directory;
import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.FileStatus;
import dev.stevedore.lib.linux.FileType;
import dev.stevedore.lib.linux.Inodes;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.OpenFlags;
import dev.stevedore.lib.linux.Openat2;
import dev.stevedore.lib.linux.SparseFiles;
import dev.stevedore.lib.linux.Trees;
import dev.stevedore.lib.linux.Xattrs;
import dev.stevedore.lib.tar.TarEntry;
import dev.stevedore.lib.tar.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a tar archive's files into a directory of a container. */
final class Unpacking {
  /** Who files belong to, whatever the archive says. */
  record Owner(int uid, int gid) {}

  private static final int PIECE = 64 * 1024;

  private final Fd root;
  private final String base;
  private final boolean keepKinds;
  private final Optional<Owner> owner;

  /** A directory that was written to, whose time is set at the end. */
  private record Written(String path, TarEntry entry) {}

  private final List<Written> directories = new ArrayList<>();

  /**
   * Prepares it.
   *
   * @param base the directory, from the root
   * @param keepKinds whether a directory in the place of a file, or the reverse, is an error
   */
  Unpacking(Fd root, String base, boolean keepKinds, Optional<Owner> owner) {
    this.root = root;
    this.base = base;
    this.keepKinds = keepKinds;
    this.owner = owner;
  }

  void unpack(InputStream in) throws IOException {
    TarReader tar = new TarReader(in);
    for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
      TarEntry entry = next.get();
      String path = Inside.clean(base + "/" + Inside.clean(entry.name()));
      if (!path.equals(base)) {
        try (Fd parent = parent(Inside.parent(path))) {
          entry(parent, path, entry, tar);
        }
      }
    }
    for (Written directory : directories) {
      try (Fd parent = Inside.directory(root, Inside.parent(directory.path()))) {
        times(parent, Inside.name(directory.path()), directory.entry());
      }
    }
  }

  private Fd parent(String path) throws IOException {
    try {
      return Inside.directory(root, path);
    } catch (LinuxException e) {
      if (e.errno() != Errno.ENOENT || path.equals("/")) {
        throw e;
      }
      try (Fd above = parent(Inside.parent(path))) {
        Directory.make(above, Inside.name(path), 0755);
      }
      return Inside.directory(root, path);
    }
  }

  private void entry(Fd parent, String path, TarEntry entry, TarReader tar) throws IOException {
    String name = Inside.name(path);
    boolean there = makeRoom(parent, name, path, entry.type() == TarEntry.Type.DIRECTORY);
    long device = Devices.number(entry.deviceMajor(), entry.deviceMinor());
    switch (entry.type()) {
      case HARD_LINK -> {
        String target = Inside.clean(base + "/" + Inside.clean(entry.linkName()));
        try (Fd from = Inside.directory(root, Inside.parent(target))) {
          Directory.link(from, Inside.name(target), parent, name);
        }
        return;
      }
      case DIRECTORY -> {
        if (!there) {
          Directory.make(parent, name, 0700);
        }
      }
      case SYMBOLIC_LINK -> Directory.symlink(entry.linkName(), parent, name);
      case FIFO -> Directory.makeNode(parent, name, FileType.FIFO, 0600, 0);
      case CHARACTER_DEVICE ->
          Directory.makeNode(parent, name, FileType.CHARACTER_DEVICE, 0600, device);
      case BLOCK_DEVICE -> Directory.makeNode(parent, name, FileType.BLOCK_DEVICE, 0600, device);
      case REGULAR -> file(parent, name, entry, tar);
    }
    looks(parent, path, entry);
  }

  /** Whether a directory is there already, which is kept. */
  private boolean makeRoom(Fd parent, String name, String path, boolean directory)
      throws IOException {
    FileType old;
    try {
      old = FileStatus.of(parent, name).type();
    } catch (LinuxException e) {
      if (e.errno() == Errno.ENOENT) {
        return false;
      }
      throw e;
    }
    boolean wasDirectory = old == FileType.DIRECTORY;
    if (keepKinds && wasDirectory != directory) {
      throw new ApiException.BadParameter(
          wasDirectory
              ? "cannot overwrite directory \"%s\" with non-directory \"%s\"".formatted(path, base)
              : "cannot overwrite non-directory \"%s\" with directory \"%s\""
                  .formatted(path, base));
    }
    if (wasDirectory && directory) {
      return true;
    }
    Trees.delete(parent, name);
    return false;
  }

  private static void file(Fd parent, String name, TarEntry entry, TarReader tar)
      throws IOException {
    int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_NOFOLLOW;
    List<TarEntry.Extent> extents =
        entry.extents().isEmpty() ? List.of(new TarEntry.Extent(0, entry.size())) : entry.extents();
    try (Fd file = Openat2.open(parent, name, flags, 0600, 0);
        FileChannel out = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
      byte[] piece = new byte[PIECE];
      for (TarEntry.Extent extent : extents) {
        out.position(extent.offset());
        long left = extent.length();
        while (left > 0) {
          int count = tar.read(piece, 0, left);
          if (count < 0) {
            throw new IOException(name + ": its content ends early");
          }
          ByteBuffer bytes = ByteBuffer.wrap(piece, 0, count);
          while (bytes.hasRemaining()) {
            out.write(bytes);
          }
          left -= count;
        }
      }
      if (!entry.extents().isEmpty()) {
        SparseFiles.truncate(file, entry.size());
      }
    }
  }

  private void looks(Fd parent, String path, TarEntry entry) throws IOException {
    String name = Inside.name(path);
    Owner owns = owner.orElse(new Owner(entry.uid(), entry.gid()));
    // chown(2) takes set-uid bits and capabilities away, so it comes first.
    Inodes.chown(parent, name, owns.uid(), owns.gid());
    for (Map.Entry<String, byte[]> attribute : entry.xattrs().entrySet()) {
      attribute(parent, name, attribute.getKey(), attribute.getValue());
    }
    if (entry.type() != TarEntry.Type.SYMBOLIC_LINK) {
      Inodes.chmod(parent, name, entry.mode());
    }
    if (entry.type() == TarEntry.Type.DIRECTORY) {
      directories.add(new Written(path, entry));
    } else {
      times(parent, name, entry);
    }
  }

  /** What the file system has no room for, or the kernel keeps for itself, is left out. */
  private static void attribute(Fd parent, String name, String attribute, byte[] value)
      throws LinuxException {
    try {
      Xattrs.set(parent.path() + "/" + name, attribute, value);
    } catch (LinuxException e) {
      if (e.errno() != Errno.EOPNOTSUPP && e.errno() != Errno.EPERM) {
        throw e;
      }
    }
  }

  private static void times(Fd parent, String name, TarEntry entry) throws LinuxException {
    Inodes.setTimes(parent, name, entry.modified(), entry.modified());
  }
}
