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
import dev.stevedore.lib.linux.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Writes a tar archive's files into a directory of a container. */
final class Unpacking {
  /** Who files belong to, whatever the archive says. */
  record Owner(int uid, int gid) {}

  private final Fd root;
  private final String base;
  private final boolean keepKinds;
  private final Optional<Owner> owner;

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
    TarArchiveInputStream tar = new TarArchiveInputStream(in);
    for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
      String path = Inside.clean(base + "/" + Inside.clean(e.getName()));
      if (!path.equals(base)) {
        try (Fd parent = parent(Inside.parent(path))) {
          entry(parent, path, e, tar);
        }
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

  private void entry(Fd parent, String path, TarArchiveEntry entry, InputStream content)
      throws IOException {
    String name = Inside.name(path);
    boolean there = makeRoom(parent, name, path, entry.isDirectory());
    if (entry.isLink()) {
      String target = Inside.clean(base + "/" + Inside.clean(entry.getLinkName()));
      try (Fd from = Inside.directory(root, Inside.parent(target))) {
        Directory.link(from, Inside.name(target), parent, name);
      }
      return;
    }
    if (entry.isDirectory()) {
      if (!there) {
        Directory.make(parent, name, 0700);
      }
    } else if (entry.isSymbolicLink()) {
      Directory.symlink(entry.getLinkName(), parent, name);
    } else if (entry.isFIFO()) {
      Directory.makeNode(parent, name, FileType.FIFO, 0600, 0);
    } else if (entry.isCharacterDevice() || entry.isBlockDevice()) {
      FileType type = entry.isCharacterDevice() ? FileType.CHARACTER_DEVICE : FileType.BLOCK_DEVICE;
      long device = Devices.number(entry.getDevMajor(), entry.getDevMinor());
      Directory.makeNode(parent, name, type, 0600, device);
    } else {
      file(parent, name, content);
    }
    looks(parent, name, entry);
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

  private static void file(Fd parent, String name, InputStream content) throws IOException {
    int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_NOFOLLOW;
    try (Fd file = Openat2.open(parent, name, flags, 0600, 0);
        OutputStream out = Files.newOutputStream(file.path())) {
      content.transferTo(out);
    }
  }

  private void looks(Fd parent, String name, TarArchiveEntry entry) throws IOException {
    Owner owns = owner.orElse(new Owner((int) entry.getLongUserId(), (int) entry.getLongGroupId()));
    Inodes.chown(parent, name, owns.uid(), owns.gid());
    if (!entry.isSymbolicLink()) {
      Inodes.chmod(parent, name, entry.getMode());
    }
    Instant modified = entry.getLastModifiedTime().toInstant();
    Inodes.setTimes(parent, name, modified, modified);
  }
}
