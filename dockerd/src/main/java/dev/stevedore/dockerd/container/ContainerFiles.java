package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.spec.mounts.MountPoint;
import dev.stevedore.lib.containerdapi.types.Mount;
import dev.stevedore.lib.linux.Directory;
import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.MountOptions;
import dev.stevedore.lib.linux.MountTree;
import dev.stevedore.lib.linux.Mounts;
import dev.stevedore.lib.linux.OpenFlags;
import dev.stevedore.lib.linux.Openat2;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The files of containers, as they are seen inside, also of those that do not run. */
public final class ContainerFiles {
  private static final long INSIDE = Openat2.RESOLVE_IN_ROOT | Openat2.RESOLVE_NO_MAGICLINKS;
  private static final int DIRECTORY = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY;

  private final EngineParts engine;

  /** Reaches the containers of an engine. */
  public ContainerFiles(EngineParts engine) {
    this.engine = engine;
  }

  /** What is done with a container's root. */
  @FunctionalInterface
  public interface Work {
    /** Does it. */
    void with(Fd root) throws IOException;
  }

  /** Opens a container's root, for as long as the work takes. */
  public void reach(Container container, Work work) throws IOException, InterruptedException {
    State state = container.state();
    if (state.isRunning()) {
      Optional<Fd> running = root(state.pid());
      if (running.isPresent()) {
        try (Fd root = running.get()) {
          if (container.state().pid() == state.pid()) {
            // What is missing inside is the work's affair: a file system in use is never mounted
            // a second time.
            work.with(root);
            return;
          }
        }
      }
    }
    IOException[] failure = new IOException[1];
    container
        .turn()
        .take(
            () -> {
              try {
                stopped(container, work);
              } catch (IOException e) {
                failure[0] = e;
              }
              return container;
            });
    if (failure[0] != null) {
      throw failure[0];
    }
  }

  /** The root of a process; empty if it is gone. */
  private static Optional<Fd> root(long pid) throws LinuxException {
    try {
      return Optional.of(Openat2.open(Fd.CWD, "/proc/" + pid + "/root", DIRECTORY, 0, 0));
    } catch (LinuxException e) {
      if (e.errno() == Errno.ENOENT || e.errno() == Errno.ESRCH) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The layers of a container's file system, its own first. */
  public List<String> layers(Container container) {
    List<Mount> rootfs = container.rootfs();
    return RootfsUsers.layers(
        rootfs.isEmpty() ? engine.snapshots().mounts(container.id()) : rootfs);
  }

  private void stopped(Container container, Work work) throws IOException {
    List<Mount> rootfs = container.rootfs();
    List<Mount> mounts = rootfs.isEmpty() ? engine.snapshots().mounts(container.id()) : rootfs;
    Path top = Files.createDirectories(engine.places().view());
    try (MountSources sources = new MountSources(engine, container)) {
      List<MountPoint> points =
          sources.all().stream()
              .filter(point -> point.kind() != MountPoint.Kind.TMPFS)
              .sorted(Comparator.comparingInt(point -> point.destination().length()))
              .toList();
      try (Fd root =
          MountTree.make(
              top,
              () -> {
                for (Mount mount : mounts) {
                  MountOptions.parse(mount.getOptionsList())
                      .mount(mount.getSource(), top.toString(), mount.getType());
                }
                for (MountPoint point : points) {
                  mount(top, point);
                }
              })) {
        work.with(root);
      }
    } finally {
      new ContainerMounts(engine).ended(container);
    }
  }

  private static void mount(Path top, MountPoint point) throws IOException {
    try (Fd root = Directory.open(top.toString());
        Fd target = target(root, point)) {
      long bind = Mounts.MS_BIND | Mounts.MS_REC;
      Mounts.mount(point.source(), target.path().toString(), "none", bind, "");
      if (!point.writable()) {
        try (Fd mounted = target(root, point)) {
          long readOnly = Mounts.MS_BIND | Mounts.MS_REMOUNT | Mounts.MS_RDONLY;
          Mounts.mount("none", mounted.path().toString(), "none", readOnly, "");
        }
      }
    }
  }

  /** The place of a mount, made if it is missing. */
  private static Fd target(Fd root, MountPoint point) throws IOException {
    try {
      return Openat2.open(root, point.destination(), OpenFlags.O_PATH, 0, INSIDE);
    } catch (LinuxException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
    Path path = Path.of(point.destination());
    for (int i = 1; i <= path.getNameCount(); i++) {
      String parent = i == 1 ? "." : path.subpath(0, i - 1).toString();
      try (Fd directory = Openat2.open(root, parent, DIRECTORY, 0, INSIDE)) {
        Directory.make(directory, path.getName(i - 1).toString(), 0755);
      } catch (LinuxException e) {
        if (e.errno() != Errno.EEXIST) {
          throw e;
        }
      }
    }
    return Openat2.open(root, point.destination(), OpenFlags.O_PATH, 0, INSIDE);
  }
}
