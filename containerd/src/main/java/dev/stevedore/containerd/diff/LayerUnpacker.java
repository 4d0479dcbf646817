package dev.stevedore.containerd.diff;

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
import dev.stevedore.lib.linux.Xattrs;
import dev.stevedore.lib.tar.TarEntry;
import dev.stevedore.lib.tar.TarReader;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Unpacks one layer.
 *
 * <p>Whiteouts, which say that something below is hidden, become what overlayfs has for it in an
 * upper directory: a device 0/0 in its place, an extended attribute on a directory that hides all.
 * They are about the layers below only, wherever in the archive they stand.
 */
final class LayerUnpacker implements AutoCloseable {
  private static final String OPAQUE = "trusted.overlay.opaque";
  private static final String OPAQUE_OF_USER = "user.overlay.opaque";
  private static final byte[] YES = {'y'};

  private final boolean overlay;
  private final String opaque;
  private final LayerDirectories directories;
  private final ContentWriter contents = new ContentWriter();

  private final UnpackedPaths unpacked = new UnpackedPaths();

  private final Set<String> whiteouts = new HashSet<>();

  /** Set at the end, since making files changes them. */
  private final NavigableMap<String, Instant> directoryTimes = new TreeMap<>();

  private LayerUnpacker(boolean overlay, String opaque, LayerDirectories directories) {
    this.overlay = overlay;
    this.opaque = opaque;
    this.directories = directories;
  }

  static LayerUnpacker to(LayerTarget target) throws IOException {
    return switch (target) {
      case LayerTarget.Upper upper ->
          new LayerUnpacker(
              true,
              upper.userXattrs() ? OPAQUE_OF_USER : OPAQUE,
              new LayerDirectories(upper.directory(), upper.lower()));
      case LayerTarget.Plain plain ->
          new LayerUnpacker(false, OPAQUE, new LayerDirectories(plain.directory(), List.of()));
    };
  }

  /** Unpacks all entries. */
  void unpack(TarReader tar) throws IOException {
    for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
      TarEntry entry = next.get();
      LayerPath path = LayerPath.of(entry.name());
      if (path.isRoot() || path.isAufsPrivate()) {
        continue;
      }
      Fd parent = directories.open(path.parent(), true);
      if (path.isOpaqueMarker()) {
        hideAllBelow(parent, path.parent());
      } else if (path.isWhiteout()) {
        hide(parent, path.hidden(), entry.name());
      } else {
        make(parent, path, entry, tar);
        unpacked.add(path.full());
      }
    }
    contents.finish();
    for (Map.Entry<String, Instant> it : directoryTimes.entrySet()) {
      LayerPath path = LayerPath.of(it.getKey());
      Fd parent = directories.open(path.parent(), false);
      Inodes.setTimes(parent, path.name(), it.getValue(), it.getValue());
    }
  }

  /** The directories that the layer implies, for which there was no model below. */
  List<String> implied() {
    return directories.implied();
  }

  void sync() throws IOException {
    dev.stevedore.lib.linux.FileSystems.sync(directories.root());
  }

  private void hideAllBelow(Fd parent, String path) throws IOException {
    if (overlay) {
      setOpaque(parent.path() + "/.");
      return;
    }
    try (Fd directory =
        Openat2.open(parent, ".", OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY, 0, 0)) {
      for (String name : Trees.list(directory)) {
        if (!unpacked.contains(path.isEmpty() ? name : path + "/" + name)) {
          Trees.delete(directory, name);
        }
      }
    }
  }

  private void hide(Fd parent, LayerPath hidden, String entryName) throws IOException {
    String name = hidden.name();
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new IOException("invalid whiteout name: " + entryName);
    }
    if (unpacked.contains(hidden.full())) {
      if (overlay && isDirectory(parent, name)) {
        setOpaque(parent.path() + "/" + name);
      }
      return;
    }
    directories.forget();
    Fd again = directories.open(hidden.parent(), true);
    Trees.delete(again, name);
    if (overlay) {
      Directory.makeNode(again, name, FileType.CHARACTER_DEVICE, 0, 0);
      whiteouts.add(hidden.full());
    }
  }

  private void setOpaque(String path) throws IOException {
    Xattrs.set(path, opaque, YES);
  }

  private static boolean isDirectory(Fd parent, String name) throws IOException {
    try {
      return FileStatus.of(parent, name).type() == FileType.DIRECTORY;
    } catch (LinuxException e) {
      if (e.errno() == Errno.ENOENT) {
        return false;
      }
      throw e;
    }
  }

  private void make(Fd parent, LayerPath path, TarEntry entry, TarReader tar) throws IOException {
    String name = path.name();
    switch (entry.type()) {
      case DIRECTORY -> makeDirectory(parent, path);
      case REGULAR -> {
        makeFile(parent, path, entry, tar);
        return;
      }
      case HARD_LINK -> {
        makeHardLink(path, entry);
        // It has the looks of what it is another name of.
        return;
      }
      case SYMBOLIC_LINK ->
          replacing(parent, path, () -> Directory.symlink(entry.linkName(), parent, name));
      case FIFO -> makeNode(parent, path, FileType.FIFO, 0);
      case CHARACTER_DEVICE -> makeNode(parent, path, FileType.CHARACTER_DEVICE, device(entry));
      case BLOCK_DEVICE -> makeNode(parent, path, FileType.BLOCK_DEVICE, device(entry));
    }
    Looks.set(parent, name, entry);
    if (entry.type() == TarEntry.Type.DIRECTORY) {
      directoryTimes.put(path.full(), entry.modified());
    }
  }

  /** Makes something that has a name. */
  @FunctionalInterface
  private interface Making {
    void run() throws LinuxException;
  }

  /** Makes something, after deleting what has its name: rarely is there anything. */
  private void replacing(Fd parent, LayerPath path, Making making) throws IOException {
    try {
      making.run();
      return;
    } catch (LinuxException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
    clear(parent, path);
    making.run();
  }

  private void makeDirectory(Fd parent, LayerPath path) throws IOException {
    try {
      Directory.make(parent, path.name(), 0700);
    } catch (LinuxException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
      if (isDirectory(parent, path.name())) {
        directories.describe(path.full());
        return;
      }
      clear(parent, path);
      Directory.make(parent, path.name(), 0700);
    }
    if (overlay && whiteouts.remove(path.full())) {
      // It takes the place of what is below, not only its name.
      setOpaque(parent.path() + "/" + path.name());
    }
  }

  private void makeFile(Fd parent, LayerPath path, TarEntry entry, TarReader tar)
      throws IOException {
    int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_NOFOLLOW;
    contents.write(create(parent, path, flags, entry.mode() & 0777), entry, tar);
  }

  private Fd create(Fd parent, LayerPath path, int flags, int mode) throws IOException {
    try {
      return Openat2.open(parent, path.name(), flags, mode, 0);
    } catch (LinuxException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
      clear(parent, path);
      return Openat2.open(parent, path.name(), flags, mode, 0);
    }
  }

  private void makeHardLink(LayerPath path, TarEntry entry) throws IOException {
    LayerPath target = LayerPath.of(entry.linkName());
    if (target.full().equals(path.full())) {
      return;
    }
    clear(directories.open(path.parent(), true), path);
    directories.forget();
    try (Fd from =
        Openat2.open(
            directories.root(),
            target.parent().isEmpty() ? "." : target.parent(),
            OpenFlags.O_PATH | OpenFlags.O_DIRECTORY,
            0,
            Openat2.RESOLVE_IN_ROOT)) {
      Directory.link(from, target.name(), directories.open(path.parent(), true), path.name());
    } catch (LinuxException e) {
      throw new IOException(
          "hard link " + path.full() + " to " + target.full() + ": " + e.getMessage(), e);
    }
  }

  private void makeNode(Fd parent, LayerPath path, FileType type, long device) throws IOException {
    replacing(parent, path, () -> Directory.makeNode(parent, path.name(), type, 0600, device));
  }

  private static long device(TarEntry entry) {
    return Devices.number(entry.deviceMajor(), entry.deviceMinor());
  }

  private void clear(Fd parent, LayerPath path) throws IOException {
    Trees.delete(parent, path.name());
    directoryTimes.remove(path.full());
    // '0' follows '/': all paths below.
    directoryTimes.subMap(path.full() + "/", path.full() + "0").clear();
  }

  @Override
  public void close() {
    contents.close();
    directories.close();
  }
}
