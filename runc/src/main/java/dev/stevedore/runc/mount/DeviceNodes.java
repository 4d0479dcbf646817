package dev.stevedore.runc.mount;

import dev.stevedore.lib.oci.runtime.Device;
import dev.stevedore.lib.oci.runtime.Mount;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FileStatus;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.FilesAt;
import dev.stevedore.lib.posix.MountAttributes;
import dev.stevedore.lib.posix.Mounts;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.runc.RuncException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The devices of a container (config-linux.md, "Default Devices"), and the links that programs
 * expect in /dev.
 */
public final class DeviceNodes {
  private static final int CHARACTER = 0020000;
  private static final int BLOCK = 0060000;
  private static final int FIFO = 0010000;
  private static final int DEFAULT_MODE = 0666;

  private static final List<Device> DEFAULT =
      List.of(
          standard("/dev/null", 3),
          standard("/dev/random", 8),
          standard("/dev/full", 7),
          standard("/dev/zero", 5),
          standard("/dev/urandom", 9),
          new Device(
              "/dev/tty",
              "c",
              5,
              0,
              OptionalLong.empty(),
              OptionalLong.empty(),
              OptionalLong.empty()));

  private final Rootfs rootfs;
  private final boolean mustBind;
  private final Optional<Fd> made;

  /**
   * Takes where they go.
   *
   * @param mustBind whether mknod(2) is out of the question, as in a user namespace
   * @param made a tmpfs with those of config.json, see {@link HostMounts}
   */
  public DeviceNodes(Rootfs rootfs, boolean mustBind, Optional<Fd> made) {
    this.rootfs = rootfs;
    this.mustBind = mustBind;
    this.made = made;
  }

  /** Whether /dev is the container's own, and not the host's bind-mounted. */
  public static boolean areNeeded(List<Mount> mounts) {
    return mounts.stream()
        .noneMatch(
            mount ->
                MountRules.clean(mount.destination()).equals("/dev")
                    && (mount.type().equals("bind")
                        || MountOptions.parse(mount.options()).isBind()));
  }

  /** Makes those of config.json, those that every container has, and the links. */
  public void make(List<Device> configured) {
    List<Device> devices = new ArrayList<>(configured);
    for (Device device : DEFAULT) {
      if (configured.stream().noneMatch(other -> other.path().equals(device.path()))) {
        devices.add(device);
      }
    }
    try (Fd dev = rootfs.makeDirectories("/dev")) {
      // Only from a mount of this mount namespace can another one be bound.
      made.ifPresent(tmpfs -> Mounts.attach(tmpfs, dev));
      List<Fd> nodes = made.map(tmpfs -> nodes(tmpfs, configured.size())).orElse(List.of());
      made.ifPresent(DeviceNodes::detach);
      for (int i = 0; i < devices.size(); i++) {
        if (!devices.get(i).path().equals("/dev/ptmx")) {
          make(
              dev, devices.get(i), i < nodes.size() ? Optional.of(nodes.get(i)) : Optional.empty());
        }
      }
      FilesAt.deleteIfExists(dev, "ptmx");
      FilesAt.symbolicLinkIfMissing("pts/ptmx", dev, "ptmx");
      FilesAt.symbolicLinkIfMissing("/proc/self/fd", dev, "fd");
      FilesAt.symbolicLinkIfMissing("/proc/self/fd/0", dev, "stdin");
      FilesAt.symbolicLinkIfMissing("/proc/self/fd/1", dev, "stdout");
      FilesAt.symbolicLinkIfMissing("/proc/self/fd/2", dev, "stderr");
      if (Files.exists("/proc/kcore")) {
        FilesAt.symbolicLinkIfMissing("/proc/kcore", dev, "core");
      }
    }
  }

  /** By its working directory, since umount2(2) is not to follow the link that procfs has. */
  private static void detach(Fd tmpfs) {
    FilesAt.changeDirectory(tmpfs);
    Mounts.detach(".");
  }

  private static List<Fd> nodes(Fd tmpfs, int count) {
    List<Fd> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      try (Fd node = FilesAt.open(tmpfs, Integer.toString(i), OpenFlags.PATH, 0)) {
        nodes.add(Mounts.cloneTree(node, false));
      }
    }
    return nodes;
  }

  private void make(Fd dev, Device device, Optional<Fd> node) {
    String path = MountRules.clean(device.path());
    int slash = path.lastIndexOf('/');
    String parent = path.substring(0, slash);
    String name = path.substring(slash + 1);
    try {
      if (parent.equals("/dev")) {
        make(dev, name, device, node);
      } else {
        try (Fd directory = rootfs.makeDirectories(parent)) {
          make(directory, name, device, node);
        }
      }
    } catch (PosixException | RuncException e) {
      throw new RuncException("error creating device node " + device.path(), e);
    }
  }

  private void make(Fd directory, String name, Device device, Optional<Fd> node) {
    if (node.isPresent()) {
      attach(node.get(), directory, name);
      return;
    }
    if (mustBind) {
      bind(directory, name, device);
      return;
    }
    try {
      make(directory, name, device, device.uid().orElse(0), device.gid().orElse(0));
    } catch (PosixException e) {
      if (e.is(Errno.EEXIST)) {
        useExisting(directory, name, device);
        return;
      }
      if (e.is(Errno.EPERM)) {
        bind(directory, name, device);
        return;
      }
      throw e;
    }
  }

  /** mknod(2) of a device, with its permissions whatever the umask, and its owner. */
  public static void make(Fd directory, String name, Device device, long uid, long gid) {
    int permissions = (int) (device.fileMode().orElse(DEFAULT_MODE) & 07777);
    int before = Processes.setFileModeMask(0);
    try {
      FilesAt.makeNode(
          directory,
          name,
          type(device) | permissions,
          FilesAt.device(device.major(), device.minor()));
    } finally {
      Processes.setFileModeMask(before);
    }
    if (uid != 0 || gid != 0) {
      try (Fd node = FilesAt.open(directory, name, OpenFlags.PATH, 0)) {
        FilesAt.changeOwner(node, uid, gid);
      }
    }
  }

  /** An image may have a file of that name, or what is left of an earlier bind mount: no device. */
  private static void useExisting(Fd directory, String name, Device device) {
    FileStatus there = FilesAt.status(directory, name).orElseThrow();
    if (!is(device, there)) {
      bind(directory, name, device);
    }
  }

  private static void bind(Fd directory, String name, Device device) {
    Fd tree = Mounts.cloneTree(device.path(), false);
    if (!is(device, Files.status(tree))) {
      tree.close();
      throw new RuncException("the host's " + device.path() + " is another device");
    }
    int safe = MountAttributes.NO_SUID | MountAttributes.NO_EXEC;
    Mounts.setAttributes(tree, MountAttributes.of(safe, 0), false);
    attach(tree, directory, name);
  }

  private static void attach(Fd tree, Fd directory, String name) {
    FilesAt.makeFileIfMissing(directory, name, 0);
    try (tree;
        Fd target = FilesAt.open(directory, name, OpenFlags.PATH, 0)) {
      if (Files.status(target).isSymbolicLink()) {
        throw new RuncException("there is a symbolic link in its place");
      }
      Mounts.attach(tree, target);
    }
  }

  private static boolean is(Device device, FileStatus there) {
    int fileType = 0170000;
    return (there.mode() & fileType) == type(device)
        && (type(device) == FIFO || there.rdev() == FilesAt.device(device.major(), device.minor()));
  }

  private static int type(Device device) {
    return switch (device.type()) {
      case "c", "u" -> CHARACTER;
      case "b" -> BLOCK;
      case "p" -> FIFO;
      default ->
          throw new RuncException(
              "\"" + device.type() + "\" is not a valid device type for " + device.path());
    };
  }

  private static Device standard(String path, long minor) {
    return new Device(
        path, "c", 1, minor, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
  }
}
