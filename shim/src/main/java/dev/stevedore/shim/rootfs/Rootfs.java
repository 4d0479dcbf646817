package dev.stevedore.shim.rootfs;

import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.FilesAt;
import dev.stevedore.lib.posix.Mounts;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.task.Mount;
import java.util.List;

/** The rootfs of a bundle, when containerd wants it mounted. */
public final class Rootfs {
  private final String path;
  private final List<Mount> mounts;

  /**
   * Nothing is mounted yet.
   *
   * @param path where the mounts go
   * @param mounts in order; none when the rootfs is there already
   */
  public Rootfs(String path, List<Mount> mounts) {
    this.path = path;
    this.mounts = List.copyOf(mounts);
  }

  /**
   * Mounts all.
   *
   * @throws PosixException when one fails; the caller unmounts
   * @throws TtrpcException for an option that is not supported
   */
  public void mount() {
    if (mounts.isEmpty()) {
      return;
    }
    try {
      Files.makeDirectory(path, 0711);
    } catch (PosixException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
    for (Mount mount : mounts) {
      mount(mount);
    }
  }

  /** Unmounts everything at the path; nothing happens if nothing is mounted. */
  public void unmount() {
    if (mounts.isEmpty()) {
      return;
    }
    unmountAll(path);
  }

  /** The same, for a path whose mounts another process made. */
  public static void unmountAll(String path) {
    boolean mounted = true;
    while (mounted) {
      try {
        Mounts.detach(path);
      } catch (PosixException e) {
        // EINVAL: not a mount point (any more)
        if (!e.is(Errno.EINVAL) && !e.is(Errno.ENOENT)) {
          throw e;
        }
        mounted = false;
      }
    }
  }

  /** Unmounts; gives the reason if that failed, else an empty text. */
  public String unmountOrSayWhy() {
    try {
      unmount();
      return "";
    } catch (PosixException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void mount(Mount mount) {
    MountOptions options = MountOptions.parse(mount.options());
    if (options.data().contains("loop")) {
      throw new TtrpcException(
          Code.UNIMPLEMENTED, "mount " + mount.source() + ": loop devices are not supported");
    }
    String target = mount.target().isEmpty() ? path : path + "/" + mount.target();
    IdMap ids = IdMap.in(options.data());
    if (ids.isEmpty()) {
      mount(mount, target, options, ids.others());
    } else {
      mountMapped(mount, target, options, ids);
    }
    if (options.propagation() != 0) {
      Mounts.setPropagation(target, options.propagation());
    }
    if (options.isReadOnlyBind()) {
      Mounts.mount("", target, "", options.flags() | Mounts.REMOUNT, "");
    }
  }

  /** Of an overlay, the layers below are mapped: what the container writes is its own anyway. */
  private void mountMapped(Mount mount, String target, MountOptions options, IdMap ids) {
    try (Fd namespace = ids.namespace();
        MappedLayers layers = new MappedLayers(path + "-layers")) {
      if (options.isBind()) {
        MappedLayers.attach(mount.source(), target, namespace);
      } else {
        mount(mount, target, options, layers.mount(ids.others(), namespace));
      }
    }
  }

  private static void mount(
      Mount mount, String target, MountOptions options, List<String> allData) {
    LowerDirectories lower = LowerDirectories.shorten(allData);
    String data = String.join(",", lower.data());
    if (lower.directory().isEmpty()) {
      Mounts.mount(mount.source(), target, mount.type(), options.flags(), data);
    } else {
      mountFrom(lower.directory(), mount, target, options.flags(), data);
    }
  }

  /** The working directory is the bundle, which everything else here names by absolute paths. */
  private static void mountFrom(
      String directory, Mount mount, String target, int flags, String data) {
    // by descriptor: the bundle it was may be deleted, in a shim that serves others too
    try (Fd before = Files.open(".", OpenFlags.READ_ONLY | OpenFlags.DIRECTORY, 0)) {
      Files.changeDirectory(directory);
      try {
        Mounts.mount(mount.source(), target, mount.type(), flags, data);
      } finally {
        FilesAt.changeDirectory(before);
      }
    }
  }
}
