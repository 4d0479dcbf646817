package dev.stevedore.runc.mount;

import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FileStatus;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.FilesAt;
import dev.stevedore.lib.posix.MountAttributes;
import dev.stevedore.lib.posix.Mounts;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.RootedPaths;
import dev.stevedore.runc.RuncException;
import java.util.Optional;

/**
 * The container's root, from the outside: a mount of its own, and everything inside by its
 * descriptor.
 */
public final class Rootfs {
  private final Fd root;
  private final String path;

  private Rootfs(Fd root, String path) {
    this.root = root;
    this.path = path;
  }

  /**
   * Makes the root file system a mount of its own in this mount namespace, which must be new.
   *
   * @param path where it is, absolute
   * @param propagation of config.json; may be empty
   */
  public static Rootfs open(String path, String propagation) {
    isolate(path, propagation);
    try (Fd directory = Files.open(path, OpenFlags.PATH | OpenFlags.DIRECTORY, 0)) {
      String real = Files.readLink(directory.procPath());
      Fd tree = Mounts.cloneTree(directory, true);
      // What is mounted inside must not show in the place the root was copied from.
      Mounts.setAttributes(tree, new MountAttributes(0, 0, Mounts.PRIVATE, -1), true);
      Mounts.attach(tree, directory);
      return new Rootfs(tree, real);
    }
  }

  /** The root file system as it is, which is not made a mount of its own. */
  public static Rootfs of(String path) {
    return of(Files.open(path, OpenFlags.PATH | OpenFlags.DIRECTORY, 0));
  }

  /** The same, by a directory that is open already, and belongs to the result. */
  public static Rootfs of(Fd directory) {
    return new Rootfs(directory, Files.readLink(directory.procPath()));
  }

  /** Makes what a mount goes on, if it is missing. */
  public void makeMountPoint(String inside, boolean isFile) {
    (isFile ? makeFile(inside) : makeDirectories(inside)).close();
  }

  /** Closes its descriptor. */
  public void close() {
    root.close();
  }

  /** Its descriptor. */
  Fd fd() {
    return root;
  }

  /** Opens a path inside; empty if there is nothing. */
  Optional<Fd> find(String inside) {
    return RootedPaths.openIfExists(root, inside, OpenFlags.PATH);
  }

  /** Opens a directory inside, and makes it and those above if they are missing. */
  Fd makeDirectories(String inside) {
    return RootedPaths.makeDirectories(root, inside, 0755);
  }

  /** Opens a file inside, and makes it empty, and the directories above it, if it is missing. */
  Fd makeFile(String inside) {
    Optional<Fd> there = find(inside);
    if (there.isPresent()) {
      return there.get();
    }
    int slash = inside.lastIndexOf('/');
    String parent = inside.substring(0, Math.max(slash, 0));
    String name = inside.substring(slash + 1);
    try (Fd directory = makeDirectories(parent)) {
      if (FilesAt.status(directory, name).filter(FileStatus::isSymbolicLink).isPresent()) {
        // It leads nowhere: what it names is made, inside.
        String target = FilesAt.readLink(directory, name);
        return makeFile(target.startsWith("/") ? target : parent + "/" + target);
      }
      int create = OpenFlags.CREATE | OpenFlags.EXCLUSIVE | OpenFlags.WRITE_ONLY;
      FilesAt.open(directory, name, create, 0644).close();
    }
    return RootedPaths.open(root, inside, OpenFlags.PATH, 0);
  }

  /** The real path inside of something that is open, links resolved: {@code /proc}. */
  String insidePathOf(Fd opened) {
    String real = Files.readLink(opened.procPath());
    if (real.equals(path)) {
      return "/";
    }
    String prefix = path.equals("/") ? "/" : path + "/";
    if (!real.startsWith(prefix)) {
      throw new RuncException("\"" + real + "\" is outside of rootfs \"" + path + "\"");
    }
    return real.substring(prefix.length() - 1);
  }

  /** Makes it the root of this process alone, whose mount namespace is others' too. */
  public void enterAlone() {
    FilesAt.changeDirectory(root);
    Mounts.changeRoot(".");
    Files.changeDirectory("/");
    root.close();
  }

  /**
   * Makes it the root of this process, the old root gone from sight.
   *
   * <p>pivot_root(2) with both arguments "." leaves the old root as the working directory, mounted
   * over the new one, so that no directory is needed to put it in.
   */
  public void enter(boolean noPivot) {
    FilesAt.changeDirectory(root);
    if (noPivot) {
      Mounts.mount(path, "/", "", Mounts.MOVE, "");
      Mounts.changeRoot(".");
    } else {
      try (Fd old = Files.open("/", OpenFlags.PATH | OpenFlags.DIRECTORY, 0)) {
        Mounts.pivotRoot(".", ".");
        FilesAt.changeDirectory(old);
        // Slave: that the old mounts go away here must not show anywhere else.
        Mounts.setPropagation(".", Mounts.SLAVE | Mounts.RECURSIVE);
        Mounts.detach(".");
      }
    }
    Files.changeDirectory("/");
    root.close();
  }

  private static void isolate(String path, String propagation) {
    switch (propagation) {
      case "", "rslave", "slave" -> Mounts.setPropagation("/", Mounts.SLAVE | Mounts.RECURSIVE);
      case "rprivate", "private" -> Mounts.setPropagation("/", Mounts.PRIVATE | Mounts.RECURSIVE);
      case "rshared", "shared", "runbindable", "unbindable" -> {
        // Mounts of volumes are to be seen outside, so all stays shared but the mount that the root
        // is in: pivot_root(2) refuses a shared one.
        String parent = MountPoints.holding(path, Files.readText("/proc/self/mountinfo"));
        Mounts.setPropagation(parent, Mounts.PRIVATE);
      }
      default -> throw new RuncException("rootfsPropagation=" + propagation + " is not supported");
    }
  }

  /** The propagation of the new root, once it is the root. */
  public static void propagate(String propagation) {
    if (MountFlag.find(propagation) instanceof MountFlag.Propagation(int bits)
        && (bits & (Mounts.PRIVATE | Mounts.SLAVE)) == 0) {
      Mounts.setPropagation("/", bits);
    }
  }

  /** Makes the mount at a path, the root among them, read-only, from the inside. */
  public static void makeReadOnly(String mountPoint) {
    try (Fd opened = Files.open(mountPoint, OpenFlags.PATH | OpenFlags.DIRECTORY, 0)) {
      Mounts.setAttributes(opened, MountAttributes.of(MountAttributes.READ_ONLY, 0), false);
    } catch (PosixException e) {
      throw new RuncException("error setting " + mountPoint + " as readonly", e);
    }
  }
}
