package dev.stevedore.runc.mount;

import dev.stevedore.lib.oci.runtime.Device;
import dev.stevedore.lib.oci.runtime.Mount;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.FilesAt;
import dev.stevedore.lib.posix.Mounts;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.runc.RuncException;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * Takes where they go.
   *
   * @param mustBind whether mknod(2) is out of the question, as in a user namespace
   */
  public DeviceNodes(Rootfs rootfs, boolean mustBind) {
    this.rootfs = rootfs;
    this.mustBind = mustBind;
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
      for (Device device : devices) {
        if (!device.path().equals("/dev/ptmx")) {
          make(dev, device);
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

  private void make(Fd dev, Device device) {
    int slash = device.path().lastIndexOf('/');
    String parent = device.path().substring(0, Math.max(slash, 0));
    String name = device.path().substring(slash + 1);
    try {
      if (parent.equals("/dev")) {
        make(dev, name, device);
      } else {
        try (Fd directory = rootfs.makeDirectories(parent)) {
          make(directory, name, device);
        }
      }
    } catch (PosixException e) {
      throw new RuncException("error creating device node " + device.path(), e);
    }
  }

  private void make(Fd directory, String name, Device device) {
    if (mustBind) {
      bind(directory, name, device);
      return;
    }
    int permissions = (int) (device.fileMode().orElse(DEFAULT_MODE) & 07777);
    try {
      FilesAt.makeNode(
          directory,
          name,
          type(device) | permissions,
          FilesAt.device(device.major(), device.minor()));
    } catch (PosixException e) {
      if (e.is(Errno.EEXIST)) {
        return;
      }
      if (e.is(Errno.EPERM)) {
        bind(directory, name, device);
        return;
      }
      throw e;
    }
    if (device.uid().orElse(0) != 0 || device.gid().orElse(0) != 0) {
      try (Fd node = FilesAt.open(directory, name, OpenFlags.PATH, 0)) {
        FilesAt.changeOwner(node, device.uid().orElse(0), device.gid().orElse(0));
      }
    }
  }

  private static void bind(Fd directory, String name, Device device) {
    FilesAt.open(directory, name, OpenFlags.CREATE | OpenFlags.WRITE_ONLY, 0).close();
    try (Fd tree = Mounts.cloneTree(device.path(), false);
        Fd target = FilesAt.open(directory, name, OpenFlags.PATH, 0)) {
      Mounts.attach(tree, target);
    }
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
