package dev.stevedore.containerd.diff.compare;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.lib.linux.Directory;
import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.FileStatus;
import dev.stevedore.lib.linux.FileType;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.OpenFlags;
import dev.stevedore.lib.linux.Openat2;
import dev.stevedore.lib.linux.Trees;
import dev.stevedore.lib.linux.Xattrs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A directory as overlayfs shows it: the names of all layers' directories, without those that a
 * layer above hides.
 */
final class MergedDirectory implements AutoCloseable {
  private static final int FLAGS =
      OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;

  /** One layer's directory. */
  private record Part(Fd directory, long fileSystem, long inode) {
    boolean isSame(Part other) {
      return fileSystem == other.fileSystem && inode == other.inode;
    }
  }

  /**
   * What has a name.
   *
   * @param directory the layer's directory it is in; open as long as the merged one
   * @param name in that directory
   * @param status what it is
   */
  record Entry(Fd directory, String name, FileStatus status) {
    boolean isDirectory() {
      return status.type() == FileType.DIRECTORY;
    }

    /** Whether both are the same file on the disk. */
    boolean isSame(Entry other) {
      return status.fileSystem() == other.status.fileSystem()
          && status.inode() == other.status.inode();
    }

    /** A path for calls that take no descriptor; its last part must not be followed. */
    String path() {
      return directory.path() + "/" + name;
    }
  }

  private final List<Part> parts;
  private final boolean overlay;
  private final String attributes;

  private MergedDirectory(List<Part> parts, boolean overlay, String attributes) {
    this.parts = parts;
    this.overlay = overlay;
    this.attributes = attributes;
  }

  /** Opens the root of a tree. */
  static MergedDirectory root(LayerStack stack) throws LinuxException {
    MergedDirectory root =
        new MergedDirectory(new ArrayList<>(), stack.overlay(), stack.attributes());
    root.fill(
        () -> {
          for (Path directory : stack.directories()) {
            if (root.add(Directory.open(directory.toString()))) {
              break;
            }
          }
        });
    return root;
  }

  /** Opens a directory in this one. */
  MergedDirectory open(String name) throws LinuxException {
    MergedDirectory child = new MergedDirectory(new ArrayList<>(), overlay, attributes);
    child.fill(
        () -> {
          for (Part part : parts) {
            Optional<FileStatus> status = find(part, name);
            if (status.isEmpty()) {
              continue;
            }
            if (status.get().type() != FileType.DIRECTORY
                || child.add(Openat2.open(part.directory, name, FLAGS, 0, 0))) {
              break;
            }
          }
        });
    return child;
  }

  private interface Filling {
    void run() throws LinuxException;
  }

  private void fill(Filling filling) throws LinuxException {
    boolean done = false;
    try {
      filling.run();
      done = true;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  /** Adds the next layer's directory; true if it hides those below. */
  private boolean add(Fd directory) throws LinuxException {
    try {
      FileStatus status = FileStatus.of(directory);
      parts.add(new Part(directory, status.fileSystem(), status.inode()));
    } catch (LinuxException e) {
      directory.close();
      throw e;
    }
    if (!overlay) {
      return true;
    }
    String path = directory.path() + "/.";
    if (Xattrs.get(path, attributes + "redirect").isPresent()) {
      throw Failure.notImplemented(
          "a layer has a directory that overlayfs renamed (redirect_dir=on)");
    }
    return Xattrs.get(path, attributes + "opaque")
        .filter(it -> it.length == 1 && it[0] == 'y')
        .isPresent();
  }

  private static Optional<FileStatus> find(Part part, String name) throws LinuxException {
    try {
      return Optional.of(FileStatus.of(part.directory, name));
    } catch (LinuxException e) {
      // Also of a name that a running container has just removed.
      if (e.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whether both show the same directories of the disk, and so the same files. */
  boolean isSame(MergedDirectory other) {
    if (parts.size() != other.parts.size()) {
      return false;
    }
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).isSame(other.parts.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** What is in it, by name in the order of the names' characters. */
  Map<String, Entry> entries() throws LinuxException {
    Map<String, Entry> entries = new TreeMap<>();
    Set<String> hidden = new HashSet<>();
    for (Part part : parts) {
      for (String name : Trees.list(part.directory)) {
        if (hidden.contains(name) || entries.containsKey(name)) {
          continue;
        }
        Optional<FileStatus> status = find(part, name);
        if (status.isPresent()) {
          if (overlay && isWhiteout(status.get())) {
            hidden.add(name);
          } else {
            entries.put(name, new Entry(part.directory, name, status.get()));
          }
        }
      }
    }
    return entries;
  }

  private static boolean isWhiteout(FileStatus status) {
    return status.type() == FileType.CHARACTER_DEVICE && status.device() == 0;
  }

  @Override
  public void close() {
    parts.forEach(part -> part.directory.close());
  }
}
