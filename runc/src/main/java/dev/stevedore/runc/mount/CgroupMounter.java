package dev.stevedore.runc.mount;

import dev.stevedore.lib.oci.runtime.Mount;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FilesAt;
import dev.stevedore.lib.posix.MountAttributes;
import dev.stevedore.lib.posix.Mounts;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Split;
import dev.stevedore.runc.cgroup.Cgroups;
import java.util.List;
import java.util.Map;

/**
 * Mounts of type cgroup, at /sys/fs/cgroup.
 *
 * <p>In a cgroup namespace the hierarchies are mounted anew, and show what the namespace shows: the
 * container's own cgroup as their root. Without, the directories are bind-mounted: of v1 the
 * container's own, each in a tmpfs; of v2 all of the host's, as runc has it, but not by a new
 * mount, which would set the options of the host's mount anew, too.
 */
public final class CgroupMounter {
  private static final List<String> TMPFS_OPTIONS = List.of("mode=755");
  private static final int SAFE_ATTRIBUTES =
      MountAttributes.NO_EXEC | MountAttributes.NO_SUID | MountAttributes.NO_DEV;
  private static final int SAFE = Mounts.NO_EXEC | Mounts.NO_SUID | Mounts.NO_DEV;

  private final Map<String, String> cgroups;
  private final boolean hasNamespace;

  /**
   * Takes what is to be shown.
   *
   * @param cgroups the container's, by controllers
   * @param hasNamespace whether it has a cgroup namespace
   */
  public CgroupMounter(Map<String, String> cgroups, boolean hasNamespace) {
    this.cgroups = cgroups;
    this.hasNamespace = hasNamespace;
  }

  void mount(Rootfs rootfs, Mount mount, MountOptions options) {
    try (Fd target = rootfs.makeDirectories(mount.destination())) {
      MountRules.check(rootfs.insidePathOf(target), mount, false);
      if (Cgroups.isUnified()) {
        mountV2(target, options);
        return;
      }
      try (Fd tmpfs = Mounts.newFileSystem("tmpfs", SAFE_ATTRIBUTES, "tmpfs", TMPFS_OPTIONS)) {
        Mounts.attach(tmpfs, target);
        mountV1(tmpfs, options);
      }
    }
  }

  /** The name of a hierarchy's directory in the container. */
  public static String nameOf(String controllers) {
    return controllers.isEmpty() ? "unified" : controllers.replace("name=", "");
  }

  private void mountV1(Fd tmpfs, MountOptions options) {
    int flags = SAFE | (options.flags() & Mounts.READ_ONLY);
    cgroups.forEach((controllers, directory) -> mountV1(tmpfs, controllers, directory, flags));
    if (options.isReadOnly()) {
      Mounts.setAttributes(tmpfs, MountAttributes.of(MountAttributes.READ_ONLY, 0), false);
    }
    for (int bits : options.propagation()) {
      Mounts.setAttributes(
          tmpfs,
          new MountAttributes(0, 0, bits & ~Mounts.RECURSIVE, -1),
          (bits & Mounts.RECURSIVE) != 0);
    }
  }

  private void mountV2(Fd target, MountOptions options) {
    if (!hasNamespace) {
      bind(Cgroups.MOUNT_POINT, target, options.flags());
    } else if (!mountNew(target, "cgroup2", options.flags(), options.data())) {
      // A container without a cgroup of its own sees those of its creator.
      String own = cgroups.isEmpty() ? Cgroups.MOUNT_POINT : cgroups.values().iterator().next();
      bind(own, target, options.flags());
    }
  }

  /** Gives false in a user namespace that has not made the cgroup namespace. */
  private static boolean mountNew(Fd target, String type, int flags, String data) {
    try {
      Mounts.mount("cgroup", target.procPath(), type, flags, data);
      return true;
    } catch (PosixException e) {
      if (e.is(Errno.EPERM) || e.is(Errno.EBUSY)) {
        return false;
      }
      throw e;
    }
  }

  private void mountV1(Fd tmpfs, String controllers, String directory, int flags) {
    boolean isV2 = controllers.isEmpty();
    String name = nameOf(controllers);
    FilesAt.makeDirectoryIfMissing(tmpfs, name, 0755);
    try (Fd target = FilesAt.open(tmpfs, name, OpenFlags.PATH, 0)) {
      String type = isV2 ? "cgroup2" : "cgroup";
      if (!hasNamespace || !mountNew(target, type, flags, controllers)) {
        bind(directory, target, flags);
      }
    }
    for (String controller : Split.at(',', controllers)) {
      if (!controller.equals(controllers)) {
        FilesAt.symbolicLinkIfMissing(name, tmpfs, controller);
      }
    }
  }

  private static void bind(String directory, Fd target, int flags) {
    int readOnly = (flags & Mounts.READ_ONLY) != 0 ? MountAttributes.READ_ONLY : 0;
    int safe = MountAttributes.NO_DEV | MountAttributes.NO_EXEC | MountAttributes.NO_SUID;
    try (Fd tree = Mounts.cloneTree(directory, false)) {
      Mounts.setAttributes(tree, MountAttributes.of(readOnly | safe, 0), false);
      Mounts.attach(tree, target);
    }
  }
}
