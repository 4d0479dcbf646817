package dev.stevedore.dockerd.spec;

import dev.stevedore.dockerd.container.config.HostConfig;
import dev.stevedore.dockerd.spec.mounts.MountPoint;
import dev.stevedore.dockerd.spec.mounts.MountTrait;
import dev.stevedore.lib.oci.runtime.Mount;
import dev.stevedore.lib.oci.runtime.User;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The mounts of a spec: those every container has, and its own, outer ones first. */
final class SpecMounts {
  /** Where containers have their init; Docker's name. */
  static final String INIT = "/sbin/docker-init";

  /** Bytes of /dev/shm when nothing is said. */
  private static final long SHM_SIZE = 64 << 20;

  private SpecMounts() {}

  static List<Mount> of(SpecInput input, SecurityOptions security) {
    Set<String> taken = new HashSet<>();
    input.mounts().forEach(mount -> taken.add(mount.destination()));
    List<Mount> mounts = new ArrayList<>();
    for (Mount mount : standard(input, security)) {
      // A mount of the user's own replaces a default one, and what is below it.
      if (taken.stream().noneMatch(own -> isAtOrAbove(own, mount.destination()))) {
        mounts.add(mount);
      }
    }
    List<Mount> own = new ArrayList<>();
    input
        .files()
        .forEach(
            (path, source) -> {
              if (!taken.contains(path)) {
                own.add(bind(source, path, "rprivate", !input.host().readonlyRootfs()));
              }
            });
    input
        .init()
        .ifPresent(
            init -> own.add(new Mount(INIT, "bind", init.toString(), List.of("bind", "ro"))));
    input.mounts().forEach(mount -> own.add(own(mount, input.identity().user())));
    own.sort(Comparator.comparingLong(SpecMounts::depth));
    mounts.addAll(own);
    return mounts;
  }

  private static boolean isAtOrAbove(String own, String path) {
    return own.equals(path) || (path.startsWith(own + "/") && own.startsWith("/dev"));
  }

  private static long depth(Mount mount) {
    return mount.destination().chars().filter(c -> c == '/').count();
  }

  private static Mount own(MountPoint mount, User user) {
    return switch (mount.kind()) {
      case BIND, VOLUME, IMAGE -> bound(mount, user);
      case TMPFS -> new Mount(mount.destination(), "tmpfs", "tmpfs", mount.options());
    };
  }

  private static Mount bound(MountPoint mount, User user) {
    List<String> options = new ArrayList<>();
    boolean recursive = !mount.is(MountTrait.NON_RECURSIVE);
    options.add(recursive ? "rbind" : "bind");
    options.add(mount.propagation().isEmpty() ? "rprivate" : mount.propagation());
    options.add(mount.writable() ? "rw" : "ro");
    if (!mount.writable() && !mount.is(MountTrait.WRITABLE_BELOW)) {
      options.add("rro");
    }
    if (!mount.is(MountTrait.ID_MAPPED)) {
      return new Mount(mount.destination(), "bind", mount.source(), options);
    }
    options.add("idmap");
    OwnerSwap swap = OwnerSwap.of(Path.of(mount.source()), user);
    return new Mount(
        mount.destination(), "bind", mount.source(), options, swap.users(), swap.groups());
  }

  private static Mount bind(String source, String path, String propagation, boolean writable) {
    return new Mount(path, "bind", source, List.of("rbind", propagation, writable ? "rw" : "ro"));
  }

  private static List<Mount> standard(SpecInput input, SecurityOptions security) {
    HostConfig host = input.host();
    long shm = host.shmSize() > 0 ? host.shmSize() : SHM_SIZE;
    String access = host.privileged() ? "rw" : "ro";
    String cgroupAccess = security.writableCgroups().orElse(host.privileged()) ? "rw" : "ro";
    List<Mount> mounts = new ArrayList<>();
    mounts.add(new Mount("/proc", "proc", "proc", List.of("nosuid", "noexec", "nodev")));
    mounts.add(
        new Mount(
            "/dev", "tmpfs", "tmpfs", List.of("nosuid", "strictatime", "mode=755", "size=65536k")));
    mounts.add(
        new Mount(
            "/dev/pts",
            "devpts",
            "devpts",
            List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5")));
    mounts.add(new Mount("/sys", "sysfs", "sysfs", List.of("nosuid", "noexec", "nodev", access)));
    mounts.add(
        new Mount(
            "/sys/fs/cgroup",
            "cgroup",
            "cgroup",
            List.of(cgroupAccess, "nosuid", "noexec", "nodev")));
    if (host.ipcMode().equals("host")) {
      mounts.add(bind("/dev/mqueue", "/dev/mqueue", "rprivate", true));
      mounts.add(bind("/dev/shm", "/dev/shm", "rprivate", true));
    } else {
      mounts.add(
          new Mount("/dev/mqueue", "mqueue", "mqueue", List.of("nosuid", "noexec", "nodev")));
      if (input.sharedMemory().isPresent()) {
        String shared = input.sharedMemory().get().toString();
        mounts.add(
            new Mount(
                "/dev/shm",
                "bind",
                shared,
                List.of("bind", "rprivate", "rw", "nosuid", "noexec", "nodev")));
      } else if (!host.ipcMode().equals("none")) {
        mounts.add(
            new Mount(
                "/dev/shm",
                "tmpfs",
                "shm",
                List.of("nosuid", "noexec", "nodev", "mode=1777", "size=" + shm)));
      }
    }
    return mounts;
  }
}
