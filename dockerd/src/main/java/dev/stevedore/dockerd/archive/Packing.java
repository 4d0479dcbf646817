package dev.stevedore.dockerd.archive;

import dev.stevedore.lib.linux.Directory;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.FileStatus;
import dev.stevedore.lib.linux.FileType;
import dev.stevedore.lib.linux.OpenFlags;
import dev.stevedore.lib.linux.Openat2;
import dev.stevedore.lib.linux.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes files into a tar archive; sockets are left out. */
final class Packing implements AutoCloseable {
  private final TarArchiveOutputStream tar;

  /** Under which name a file that has several was written first. */
  private final Map<String, String> written = new HashMap<>();

  Packing(OutputStream out) {
    tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
  }

  /**
   * Writes a directory with all below it.
   *
   * @param name in the archive; empty: only what is in it
   */
  void directory(Fd directory, String name) throws IOException {
    if (!name.isEmpty()) {
      put(entry(name + "/", TarConstants.LF_DIR, FileStatus.of(directory)));
    }
    for (String child : Trees.list(directory)) {
      add(directory, child, name.isEmpty() ? child : name + "/" + child);
    }
  }

  /** Writes a file of any type, a directory with all below it. */
  void add(Fd parent, String file, String name) throws IOException {
    FileStatus status = FileStatus.of(parent, file);
    if (status.type() == FileType.DIRECTORY) {
      int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;
      try (Fd directory = Openat2.open(parent, file, flags, 0, 0)) {
        directory(directory, name);
      }
      return;
    }
    if (status.links() > 1) {
      String first = written.putIfAbsent(status.fileSystem() + "/" + status.inode(), name);
      if (first != null) {
        TarArchiveEntry link = entry(name, TarConstants.LF_LINK, status);
        link.setLinkName(first);
        put(link);
        return;
      }
    }
    switch (status.type()) {
      case REGULAR -> regular(parent, file, name, status);
      case SYMBOLIC_LINK -> {
        TarArchiveEntry link = entry(name, TarConstants.LF_SYMLINK, status);
        link.setLinkName(Directory.readLink(parent, file));
        put(link);
      }
      case FIFO -> put(entry(name, TarConstants.LF_FIFO, status));
      case CHARACTER_DEVICE -> put(device(entry(name, TarConstants.LF_CHR, status), status));
      case BLOCK_DEVICE -> put(device(entry(name, TarConstants.LF_BLK, status), status));
      case DIRECTORY, SOCKET -> {}
    }
  }

  private static TarArchiveEntry device(TarArchiveEntry entry, FileStatus status) {
    long number = status.device();
    entry.setDevMajor((int) ((number >>> 8 & 0xfff) | (number >>> 32 & ~0xfffL)));
    entry.setDevMinor((int) ((number & 0xff) | (number >>> 12 & ~0xffL)));
    return entry;
  }

  private void regular(Fd parent, String file, String name, FileStatus status) throws IOException {
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_NOFOLLOW | OpenFlags.O_NONBLOCK;
    try (Fd opened = Openat2.open(parent, file, flags, 0, 0);
        InputStream in = Files.newInputStream(opened.path())) {
      TarArchiveEntry entry = entry(name, TarConstants.LF_NORMAL, status);
      entry.setSize(status.size());
      tar.putArchiveEntry(entry);
      long left = status.size();
      byte[] buffer = new byte[64 * 1024];
      while (left > 0) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          throw new IOException(name + " became shorter while it was read");
        }
        tar.write(buffer, 0, count);
        left -= count;
      }
      tar.closeArchiveEntry();
    }
  }

  private static TarArchiveEntry entry(String name, byte type, FileStatus status) {
    TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
    entry.setMode(status.mode());
    entry.setUserId(Integer.toUnsignedLong(status.uid()));
    entry.setGroupId(Integer.toUnsignedLong(status.gid()));
    entry.setLastModifiedTime(FileTime.from(status.modified()));
    return entry;
  }

  private void put(TarArchiveEntry entry) throws IOException {
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  @Override
  public void close() throws IOException {
    tar.finish();
    tar.flush();
  }
}
