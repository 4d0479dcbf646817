package dev.stevedore.containerd.diff;

import dev.stevedore.lib.linux.Directory;
import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.FileStatus;
import dev.stevedore.lib.linux.FileType;
import dev.stevedore.lib.linux.Inodes;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.OpenFlags;
import dev.stevedore.lib.linux.Openat2;
import dev.stevedore.lib.linux.Xattrs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Opens directories in the tree that a layer is unpacked to, by descriptor and never outside of it,
 * and makes those that are missing. The last one stays open, since entries come in order.
 */
final class LayerDirectories implements AutoCloseable {
  private static final int MAX_LINKS = 40;
  private static final int FLAGS = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY;

  private final Fd root;
  private final List<Fd> lower = new ArrayList<>();
  private Fd last = Fd.CWD;
  private String lastPath = "";

  /** What was made as mkdir -p does it, and not described yet. */
  private final Set<String> implied = new LinkedHashSet<>();

  /**
   * Opens the root.
   *
   * @param lowerDirectories what a missing directory takes its looks from, the nearest first
   */
  LayerDirectories(Path directory, List<Path> lowerDirectories) throws IOException {
    this.root = Directory.open(directory.toString());
    boolean done = false;
    try {
      for (Path path : lowerDirectories) {
        lower.add(Directory.open(path.toString()));
      }
      done = true;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  Fd root() {
    return root;
  }

  /**
   * The directory at a path; belongs to this object and is good until the next call.
   *
   * @param make whether to make it if it is missing
   */
  Fd open(String path, boolean make) throws IOException {
    if (path.isEmpty()) {
      return root;
    }
    if (!path.equals(lastPath)) {
      forget();
      last = make ? openOrMake(path) : resolve(root, path);
      lastPath = path;
    }
    return last;
  }

  /** To be called when a name that may be part of the last path was replaced. */
  void forget() {
    last.close();
    last = Fd.CWD;
    lastPath = "";
  }

  private static Fd resolve(Fd from, String path) throws LinuxException {
    return Openat2.open(from, path, FLAGS, 0, Openat2.RESOLVE_IN_ROOT);
  }

  private Fd openOrMake(String path) throws IOException {
    try {
      return resolve(root, path);
    } catch (LinuxException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
    makeAll(path, 0);
    return resolve(root, path);
  }

  private void makeAll(String path, int links) throws IOException {
    String made = "";
    for (String part : path.split("/")) {
      String parent = made;
      made = made.isEmpty() ? part : made + "/" + part;
      try {
        resolve(root, made).close();
      } catch (LinuxException e) {
        if (e.errno() != Errno.ENOENT) {
          throw e;
        }
        try (Fd directory = resolve(root, parent.isEmpty() ? "." : parent)) {
          if (isLink(directory, part)) {
            makeTarget(parent, Directory.readLink(directory, part), links + 1);
          } else {
            make(directory, part, made);
          }
        }
      }
    }
  }

  /** Makes what a symbolic link leads to: in the root, whatever it says. */
  private void makeTarget(String parent, String target, int links) throws IOException {
    if (links > MAX_LINKS) {
      throw new LinuxException("mkdir", target, Errno.ELOOP);
    }
    LayerPath path = LayerPath.of(target.startsWith("/") ? target : parent + "/" + target);
    if (!path.isRoot()) {
      makeAll(path.full(), links);
    }
  }

  private static boolean isLink(Fd parent, String name) throws IOException {
    try {
      return FileStatus.of(parent, name).type() == FileType.SYMBOLIC_LINK;
    } catch (LinuxException e) {
      if (e.errno() == Errno.ENOENT) {
        return false;
      }
      throw e;
    }
  }

  /** Makes a directory that the layer does not describe: as it is below, else as mkdir -p does. */
  private void make(Fd parent, String name, String path) throws IOException {
    Directory.make(parent, name, 0755);
    Inodes.chmod(parent, name, 0755);
    if (!adoptLooks(parent, name, path)) {
      implied.add(path);
    }
  }

  /** Makes a directory look like the one below it; gives whether there is one. */
  private boolean adoptLooks(Fd parent, String name, String path) throws IOException {
    Optional<Fd> model = below(path);
    if (model.isPresent()) {
      try (Fd from = model.get()) {
        copyLooks(from, parent, name);
      }
    }
    return model.isPresent();
  }

  /** To be called when the layer describes a directory. */
  void describe(String path) {
    implied.remove(path);
  }

  /** The directories that were made without a model below, and that the layer does not describe. */
  List<String> implied() {
    return List.copyOf(implied);
  }

  /** Makes a directory look like the one below it, if both are there. */
  void adoptLooks(String path) throws IOException {
    LayerPath place = LayerPath.of(path);
    try (Fd parent = resolve(root, place.parent().isEmpty() ? "." : place.parent())) {
      if (FileStatus.of(parent, place.name()).type() == FileType.DIRECTORY) {
        boolean _ = adoptLooks(parent, place.name(), path);
      }
    } catch (LinuxException e) {
      if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENOTDIR) {
        throw e;
      }
    }
  }

  private Optional<Fd> below(String path) throws IOException {
    for (Fd directory : lower) {
      try {
        Fd found = resolve(directory, path);
        return Optional.of(found);
      } catch (LinuxException e) {
        if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENOTDIR) {
          throw e;
        }
      }
    }
    return Optional.empty();
  }

  private static void copyLooks(Fd from, Fd parent, String name) throws IOException {
    FileStatus status = FileStatus.of(from);
    if (status.type() != FileType.DIRECTORY) {
      return;
    }
    String source = from.path() + "/.";
    String target = parent.path() + "/" + name;
    for (String attribute : Xattrs.list(source)) {
      if (!Looks.isOverlays(attribute)) {
        Optional<byte[]> value = Xattrs.get(source, attribute);
        if (value.isPresent()) {
          Xattrs.set(target, attribute, value.get());
        }
      }
    }
    Inodes.chown(parent, name, status.uid(), status.gid());
    Inodes.chmod(parent, name, status.mode());
    Inodes.setTimes(parent, name, status.modified(), status.modified());
  }

  @Override
  public void close() {
    forget();
    root.close();
    lower.forEach(Fd::close);
  }
}
