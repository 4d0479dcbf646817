package dev.stevedore.dockerd.archive;

import dev.stevedore.lib.linux.Directory;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.FileStatus;
import dev.stevedore.lib.linux.FileType;
import dev.stevedore.lib.linux.OpenFlags;
import dev.stevedore.lib.linux.Openat2;
import dev.stevedore.lib.linux.Trees;
import dev.stevedore.lib.linux.Xattrs;
import dev.stevedore.lib.tar.TarEntry;
import dev.stevedore.lib.tar.TarWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes files into a tar archive, with extended attributes; sockets are left out. */
final class Packing implements AutoCloseable {
  private static final String CAPABILITY = "security.capability";
  private static final int PIECE = 64 * 1024;

  private final OutputStream out;
  private final TarWriter tar;

  /** Under which name a file that has several was written first. */
  private final Map<String, String> written = new HashMap<>();

  Packing(OutputStream out) {
    this.out = out;
    this.tar = new TarWriter(out);
  }

  /**
   * Writes a directory with all below it.
   *
   * @param name in the archive; empty: only what is in it
   */
  void directory(Fd directory, String name) throws IOException {
    if (!name.isEmpty()) {
      Map<String, byte[]> attributes = attributes(directory.path() + "/.");
      put(entry(name + "/", TarEntry.Type.DIRECTORY, FileStatus.of(directory), "", attributes));
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
        put(entry(name, TarEntry.Type.HARD_LINK, status, first, Map.of()));
        return;
      }
    }
    switch (status.type()) {
      case REGULAR -> regular(parent, file, name, status);
      case SYMBOLIC_LINK -> {
        String target = Directory.readLink(parent, file);
        put(entry(name, TarEntry.Type.SYMBOLIC_LINK, status, target, Map.of()));
      }
      case FIFO -> put(entry(name, TarEntry.Type.FIFO, status, "", Map.of()));
      case CHARACTER_DEVICE ->
          put(entry(name, TarEntry.Type.CHARACTER_DEVICE, status, "", Map.of()));
      case BLOCK_DEVICE -> put(entry(name, TarEntry.Type.BLOCK_DEVICE, status, "", Map.of()));
      case DIRECTORY, SOCKET -> {}
    }
  }

  private void regular(Fd parent, String file, String name, FileStatus status) throws IOException {
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_NOFOLLOW | OpenFlags.O_NONBLOCK;
    try (Fd opened = Openat2.open(parent, file, flags, 0, 0);
        InputStream in = Files.newInputStream(opened.path())) {
      Map<String, byte[]> attributes = attributes(parent.path() + "/" + file);
      tar.begin(entry(name, TarEntry.Type.REGULAR, status, "", attributes));
      long left = status.size();
      byte[] buffer = new byte[PIECE];
      while (left > 0) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          throw new IOException(name + " became shorter while it was read");
        }
        tar.write(buffer, count);
        left -= count;
      }
    }
  }

  /** Capabilities and what users set; the rest is the kernel's or the storage's own affair. */
  private static Map<String, byte[]> attributes(String path) throws IOException {
    Map<String, byte[]> attributes = new TreeMap<>();
    for (String name : Xattrs.list(path)) {
      if (name.equals(CAPABILITY) || name.startsWith("user.")) {
        Optional<byte[]> value = Xattrs.get(path, name);
        value.ifPresent(bytes -> attributes.put(name, bytes));
      }
    }
    return attributes;
  }

  private static TarEntry entry(
      String name,
      TarEntry.Type type,
      FileStatus status,
      String link,
      Map<String, byte[]> attributes) {
    boolean device = type == TarEntry.Type.CHARACTER_DEVICE || type == TarEntry.Type.BLOCK_DEVICE;
    long number = device ? status.device() : 0;
    return new TarEntry(
        name,
        type,
        status.mode() & 07777,
        status.uid(),
        status.gid(),
        type == TarEntry.Type.REGULAR ? status.size() : 0,
        status.modified().truncatedTo(ChronoUnit.SECONDS),
        link,
        (number >>> 8 & 0xfff) | (number >>> 32 & ~0xfffL),
        (number & 0xff) | (number >>> 12 & ~0xffL),
        attributes,
        List.of());
  }

  private void put(TarEntry entry) throws IOException {
    tar.begin(entry);
  }

  @Override
  public void close() throws IOException {
    tar.end();
    out.flush();
  }
}
