package dev.stevedore.containerd.diff.compare;

import dev.stevedore.containerd.diff.compare.MergedDirectory.Entry;
import dev.stevedore.lib.linux.Devices;
import dev.stevedore.lib.linux.Directory;
import dev.stevedore.lib.linux.FileStatus;
import dev.stevedore.lib.linux.FileType;
import dev.stevedore.lib.tar.TarEntry;
import dev.stevedore.lib.tar.TarWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes changes as a layer. The directories that a change is in come before it, even if they are
 * as they were, so that unpacking gives them their looks.
 */
public final class LayerWriter {
  private static final String WHITEOUT = ".wh.";

  private final TarWriter tar;
  private final Optional<Instant> epoch;
  private final Instant whiteoutTime;
  private final byte[] chunk = new byte[256 * 1024];

  /** The directories that the walk is in, the nearest last. */
  private final Deque<Inside> directories = new ArrayDeque<>();

  /** The directory that was written last. */
  private String lastDirectory = "";

  /** Files with several names, by what they are on the disk. */
  private final Map<Inode, Links> links = new HashMap<>();

  private record Inode(long fileSystem, long number) {}

  /** The names of one file. */
  private static final class Links {
    /** The one that is in the layer; empty as long as none is. */
    String written = "";

    /** Those that need be there only if another one is. */
    final List<Waiting> waiting = new ArrayList<>();
  }

  /** A name that may still be written, after the directories it is in. */
  private record Waiting(String path, List<Inside> directories) {}

  /** The walk is in a directory until this is closed. */
  final class Inside implements AutoCloseable {
    private final TarEntry header;
    private boolean written;

    Inside(TarEntry header, boolean written) {
      this.header = header;
      this.written = written;
    }

    @Override
    public void close() {
      directories.removeLast();
    }
  }

  /**
   * Writes to a stream, which stays the caller's.
   *
   * @param epoch what no time in the layer is later than, and whiteouts' time
   */
  public LayerWriter(OutputStream out, Optional<Instant> epoch) {
    this.tar = new TarWriter(out);
    this.epoch = epoch;
    this.whiteoutTime = epoch.orElseGet(Instant::now).truncatedTo(ChronoUnit.SECONDS);
  }

  Inside inside(String path, Entry entry) throws IOException {
    TarEntry header = header(path + "/", entry, TarEntry.Type.DIRECTORY, "", 0);
    Inside inside = new Inside(header, path.equals(lastDirectory));
    directories.addLast(inside);
    return inside;
  }

  /** Writes that a name is gone. */
  void whiteout(String path) throws IOException {
    writeMissing(directories);
    int slash = path.lastIndexOf('/') + 1;
    tar.begin(
        new TarEntry(
            path.substring(0, slash) + WHITEOUT + path.substring(slash),
            TarEntry.Type.REGULAR,
            0,
            0,
            0,
            0,
            whiteoutTime,
            "",
            0,
            0,
            Map.of(),
            List.of()));
  }

  /** Takes note of a name that is as it was; it is written only if its file is, by another name. */
  void unchanged(String path, Entry entry) throws IOException {
    if (hasOtherNames(entry.status())) {
      Links names = linksOf(entry);
      if (names.written.isEmpty()) {
        names.waiting.add(new Waiting(path, List.copyOf(directories)));
      } else {
        changed(path, entry);
      }
    }
  }

  /** Writes a file of any type; a directory without what is in it. */
  void changed(String path, Entry entry) throws IOException {
    FileStatus status = entry.status();
    if (status.type() == FileType.SOCKET) {
      // An archive has no type for it, and without its server it is of no use.
      return;
    }
    writeMissing(directories);
    if (status.type() == FileType.DIRECTORY) {
      lastDirectory = path;
      begin(path + "/", entry, TarEntry.Type.DIRECTORY, "", 0);
      return;
    }
    if (!hasOtherNames(status)) {
      write(path, entry);
      return;
    }
    Links names = linksOf(entry);
    if (!names.written.isEmpty()) {
      begin(path, entry, TarEntry.Type.HARD_LINK, names.written, 0);
      return;
    }
    write(path, entry);
    names.written = path;
    for (Waiting other : names.waiting) {
      writeMissing(other.directories);
      begin(other.path, entry, TarEntry.Type.HARD_LINK, path, 0);
    }
    names.waiting.clear();
  }

  private static boolean hasOtherNames(FileStatus status) {
    return status.type() != FileType.DIRECTORY && status.links() > 1;
  }

  private Links linksOf(Entry entry) {
    return links.computeIfAbsent(
        new Inode(entry.status().fileSystem(), entry.status().inode()), it -> new Links());
  }

  private void writeMissing(Collection<Inside> parents) throws IOException {
    for (Inside parent : parents) {
      if (!parent.written) {
        parent.written = true;
        tar.begin(parent.header);
      }
    }
  }

  private void write(String path, Entry entry) throws IOException {
    switch (entry.status().type()) {
      case REGULAR -> {
        begin(path, entry, TarEntry.Type.REGULAR, "", entry.status().size());
        writeContent(path, entry);
      }
      case SYMBOLIC_LINK ->
          begin(
              path,
              entry,
              TarEntry.Type.SYMBOLIC_LINK,
              Directory.readLink(entry.directory(), entry.name()),
              0);
      case FIFO -> begin(path, entry, TarEntry.Type.FIFO, "", 0);
      case CHARACTER_DEVICE -> begin(path, entry, TarEntry.Type.CHARACTER_DEVICE, "", 0);
      case BLOCK_DEVICE -> begin(path, entry, TarEntry.Type.BLOCK_DEVICE, "", 0);
      case DIRECTORY, SOCKET -> throw new IllegalStateException(path);
    }
  }

  private void begin(String path, Entry entry, TarEntry.Type type, String link, long size)
      throws IOException {
    tar.begin(header(path, entry, type, link, size));
  }

  private TarEntry header(String path, Entry entry, TarEntry.Type type, String link, long size)
      throws IOException {
    FileStatus status = entry.status();
    Instant modified = status.modified().truncatedTo(ChronoUnit.SECONDS);
    return new TarEntry(
        path,
        type,
        status.mode(),
        status.uid(),
        status.gid(),
        size,
        epoch.filter(modified::isAfter).orElse(modified),
        link,
        Devices.major(status.device()),
        Devices.minor(status.device()),
        type == TarEntry.Type.HARD_LINK ? Map.of() : Attributes.of(entry),
        List.of());
  }

  private void writeContent(String path, Entry entry) throws IOException {
    long left = entry.status().size();
    if (left == 0) {
      return;
    }
    try (FileChannel file = Sameness.read(entry)) {
      while (left > 0) {
        int count = file.read(ByteBuffer.wrap(chunk, 0, (int) Math.min(chunk.length, left)));
        if (count < 0) {
          throw new IOException(path + " became shorter while it was read");
        }
        tar.write(chunk, count);
        left -= count;
      }
    }
  }

  void end() throws IOException {
    tar.end();
  }
}
