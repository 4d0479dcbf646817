package dev.stevedore.runc.mount;

import dev.stevedore.lib.oci.runtime.Mount;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FileStatus;
import dev.stevedore.lib.posix.FileSystems;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.MountAttributes;
import dev.stevedore.lib.posix.Mounts;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Split;
import dev.stevedore.runc.RuncException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Mounts what config.json lists into the root.
 *
 * <p>A destination is opened first, all its links resolved inside the root, and mounted on by its
 * descriptor: nothing that changes the tree meanwhile can lead a mount elsewhere.
 */
public final class Mounter {
  private static final String WORDS_OF_MOUNT = "error mounting \"";

  private final Rootfs rootfs;
  private final String bundle;
  private final CgroupMounter cgroups;
  private final HostMounts host;
  private final String label;
  private final List<Fd> readOnlyLater = new ArrayList<>();

  /**
   * Takes what the mounts need from elsewhere.
   *
   * @param bundle where relative sources start
   * @param cgroups mounts of type cgroup
   * @param host what was opened outside
   * @param label SELinux label of new file systems; may be empty
   */
  public Mounter(
      Rootfs rootfs, String bundle, CgroupMounter cgroups, HostMounts host, String label) {
    this.rootfs = rootfs;
    this.bundle = bundle;
    this.cgroups = cgroups;
    this.host = host;
    this.label = label;
  }

  /**
   * Mounts one.
   *
   * @param index its place in the list
   */
  public void mount(Mount mount, int index) {
    MountOptions options = MountOptions.parse(mount.options());
    try {
      if (MountOptions.isBind(mount, options)) {
        bind(mount, options, index);
      } else if (mount.type().equals("cgroup")) {
        cgroups.mount(rootfs, mount, options);
      } else {
        fileSystem(mount, options);
      }
    } catch (PosixException | RuncException e) {
      throw failed(mount, e);
    }
  }

  /** Makes read-only what is to be so only after the devices and links in it are made. */
  public void finish() {
    for (Fd mounted : readOnlyLater) {
      Mounts.setAttributes(mounted, MountAttributes.of(MountAttributes.READ_ONLY, 0), false);
      mounted.close();
    }
  }

  private static boolean isReadOnlyLater(Mount mount, MountOptions options) {
    return options.isReadOnly()
        && !options.isBind()
        && (mount.type().equals("tmpfs") || MountRules.clean(mount.destination()).equals("/dev"));
  }

  private static RuncException failed(Mount mount, RuntimeException cause) {
    return new RuncException(
        WORDS_OF_MOUNT + mount.source() + "\" to rootfs at \"" + mount.destination() + "\"", cause);
  }

  private void bind(Mount mount, MountOptions options, int index) {
    Optional<Fd> idMap = Optional.ofNullable(host.idMaps().get(index));
    try (Fd tree = source(mount, options, index)) {
      boolean isDirectory = Files.status(tree).isDirectory();
      try (Fd target =
          isDirectory
              ? rootfs.makeDirectories(mount.destination())
              : rootfs.makeFile(mount.destination())) {
        MountRules.check(
            rootfs.insidePathOf(target),
            mount,
            FileSystems.status(tree).type() == FileSystems.PROC);
        MountAttributes attributes = options.bindAttributes();
        if (!attributes.isEmpty()) {
          Mounts.setAttributes(tree, attributes, false);
        }
        if (!options.recursive().isEmpty()) {
          Mounts.setAttributes(tree, options.recursive(), true);
        }
        if (idMap.isPresent()) {
          boolean recursive = options.idMapping() == MountOptions.IdMapping.RECURSIVE;
          Mounts.setAttributes(tree, new MountAttributes(0, 0, 0, idMap.get().number()), recursive);
        }
        Mounts.attach(tree, target);
        propagate(options, tree);
      }
    }
  }

  private Fd source(Mount mount, MountOptions options, int index) {
    if (host.sources().containsKey(index)) {
      return host.sources().get(index);
    }
    String source = mount.source().startsWith("/") ? mount.source() : bundle + "/" + mount.source();
    return Mounts.cloneTree(source, options.isRecursiveBind());
  }

  private void fileSystem(Mount mount, MountOptions options) {
    boolean isProcOrSys = mount.type().equals("proc") || mount.type().equals("sysfs");
    Optional<Fd> there = rootfs.find(mount.destination());
    String data = labelled(mount.type(), options.data());
    Fd target;
    if (there.isPresent()) {
      target = there.get();
      FileStatus status = Files.status(target);
      if (mount.type().equals("tmpfs")) {
        String mode = "mode=" + Integer.toOctalString(status.permissions());
        data = data.isEmpty() ? mode : mode + "," + data;
      }
    } else {
      target = rootfs.makeDirectories(mount.destination());
    }
    try (target) {
      String inside = rootfs.insidePathOf(target);
      if (isProcOrSys && !inside.equals(MountRules.clean(mount.destination()))) {
        throw new RuncException(
            "filesystem \"" + mount.type() + "\" must be mounted on ordinary directory");
      }
      MountRules.check(inside, mount, mount.type().equals("proc"));
      String source = mount.source().isEmpty() ? mount.type() : mount.source();
      boolean isReadOnlyLater = isReadOnlyLater(mount, options);
      if (isReadOnlyLater || options.copyUp() || !options.propagation().isEmpty()) {
        Fd mounted = make(mount.type(), source, options, data);
        long set = options.bindAttributes().set();
        long ro = isReadOnlyLater ? MountAttributes.READ_ONLY : 0;
        Mounts.setAttributes(
            mounted, MountAttributes.of(set & ~ro, options.bindAttributes().clear()), false);
        if (options.copyUp()) {
          TreeCopy.copy(target, mounted);
        }
        Mounts.attach(mounted, target);
        propagate(options, mounted);
        if (isReadOnlyLater) {
          readOnlyLater.add(mounted);
        } else {
          mounted.close();
        }
      } else {
        mountNew(source, target, mount.type(), options.flags(), data);
      }
    }
  }

  /** File systems of the kernel's own objects have labels of their own. */
  private String labelled(String type, String data) {
    boolean hasOwn = type.equals("proc") || type.equals("sysfs") || type.equals("mqueue");
    if (label.isEmpty() || hasOwn) {
      return data;
    }
    return (data.isEmpty() ? "" : data + ",") + "context=\"" + label + "\"";
  }

  private static void mountNew(String source, Fd target, String type, int flags, String data) {
    try {
      Mounts.mount(source, target.procPath(), type, flags, data);
    } catch (PosixException e) {
      // A user namespace may mount a sysfs only with a network namespace of its own. What the host
      // has mounted is the same then.
      if (!type.equals("sysfs") || !e.is(Errno.EPERM)) {
        throw e;
      }
      try (Fd tree = Mounts.cloneTree("/sys", true)) {
        Mounts.setAttributes(tree, MountAttributes.of(MountOptions.attributes(flags), 0), false);
        Mounts.attach(tree, target);
      }
    }
  }

  /** As a descriptor of the mount itself: to find it by its path again could find another. */
  private static Fd make(String type, String source, MountOptions options, String data) {
    List<String> all = new ArrayList<>(options.fileSystemFlags());
    for (String option : Split.words(',', data)) {
      all.add(option);
    }
    return Mounts.newFileSystem(type, 0, source, all);
  }

  private static void propagate(MountOptions options, Fd mounted) {
    for (int bits : options.propagation()) {
      boolean recursive = (bits & Mounts.RECURSIVE) != 0;
      Mounts.setAttributes(
          mounted, new MountAttributes(0, 0, bits & ~Mounts.RECURSIVE, -1), recursive);
    }
  }
}
