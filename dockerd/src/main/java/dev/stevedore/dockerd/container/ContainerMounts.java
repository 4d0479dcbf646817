package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.spec.mounts.MountContext;
import dev.stevedore.dockerd.spec.mounts.MountPoint;
import dev.stevedore.dockerd.spec.mounts.MountRequest;
import dev.stevedore.dockerd.spec.mounts.MountTrait;
import dev.stevedore.dockerd.volume.Volume;
import dev.stevedore.dockerd.volume.Volumes;
import dev.stevedore.lib.containerdapi.types.Mount;
import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.OpenFlags;
import dev.stevedore.lib.linux.Openat2;
import dev.stevedore.lib.linux.TreeCopy;
import dev.stevedore.lib.linux.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The volumes of containers, from their creation to their removal. */
final class ContainerMounts {
  private static final int DIRECTORY = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY;

  private final EngineParts engine;
  private final Volumes volumes;

  ContainerMounts(EngineParts engine) {
    this.engine = engine;
    this.volumes = engine.volumes();
  }

  /** What the mounts of a new container are read with. */
  MountContext context(Supplier<String> newVolumeName) {
    return new MountContext() {
      @Override
      public List<MountPoint> mountsOf(String container) {
        try {
          return engine.registry().find(container).definition().mounts();
        } catch (ApiException.NotFound e) {
          throw new ApiException.BadParameter(String.valueOf(e.getMessage()), e);
        }
      }

      @Override
      public String newVolumeName() {
        return newVolumeName.get();
      }

      @Override
      public Path dataRoot() {
        return engine.places().dataRoot();
      }
    };
  }

  /** What a definition says of the mounts asked for: volumes with their place. */
  List<MountPoint> points(List<MountRequest> requests) {
    return requests.stream().map(MountRequest::point).map(this::placed).toList();
  }

  private MountPoint placed(MountPoint point) {
    if (point.kind() == MountPoint.Kind.IMAGE) {
      try {
        return point.withSource(engine.images().find(point.name()).id().toString());
      } catch (ApiException.NotFound e) {
        // Not as a 404: clients take that for the container's own image, and pull it.
        throw new ApiException.BadParameter(
            "invalid mount config for type \"image\": " + e.getMessage(), e);
      }
    }
    if (point.kind() != MountPoint.Kind.VOLUME) {
      return point;
    }
    boolean named = !point.is(MountTrait.ANONYMOUS);
    String driver = point.driver().isEmpty() ? volumes.driverOf(point.name()) : point.driver();
    String mode = named && point.mode().isEmpty() ? "z" : point.mode();
    return point.of(driver, volumes.source(point.name(), driver), mode);
  }

  /** The layer by which a container has an image mounted. */
  static String imageKey(String container, MountPoint point) {
    return container + "-image" + point.destination().replace('/', '-');
  }

  /** Makes the volumes that are not there; from now on none of them can be removed. */
  void acquire(String container, List<MountRequest> requests) throws IOException {
    for (MountRequest request : requests) {
      MountPoint point = request.point();
      if (point.kind() == MountPoint.Kind.VOLUME) {
        volumes.acquire(point.name(), container);
        Map<String, String> labels = new HashMap<>(request.labels());
        if (point.is(MountTrait.ANONYMOUS)) {
          labels.put(Volume.ANONYMOUS_LABEL, "");
        }
        volumes.create(point.name(), point.driver(), given(labels), given(request.driverOptions()));
      }
    }
  }

  private static Optional<Map<String, String>> given(Map<String, String> map) {
    return map.isEmpty() ? Optional.empty() : Optional.of(Map.copyOf(map));
  }

  /** The volumes of a container that an earlier daemon made. */
  void acquireAgain(Container container, boolean running) {
    for (MountPoint point : container.definition().mounts()) {
      if (point.kind() == MountPoint.Kind.VOLUME) {
        volumes.acquire(point.name(), container.id());
        if (running) {
          volumes.inUse(point.name(), container.id());
        }
      }
    }
  }

  /** Fills volumes that are empty with what the image has in their place. */
  void fill(String container, List<MountPoint> points, List<Mount> rootfs) throws IOException {
    List<MountPoint> wanted =
        points.stream()
            .filter(p -> p.kind() == MountPoint.Kind.VOLUME && !p.is(MountTrait.NO_COPY))
            .toList();
    if (wanted.isEmpty()) {
      return;
    }
    try (Fd root = RootfsView.open(engine.places().view(), rootfs)) {
      for (MountPoint point : wanted) {
        fill(container, point, root);
      }
    }
  }

  private void fill(String container, MountPoint point, Fd root) throws IOException {
    String user = container + "/fill";
    try (Fd from =
        Openat2.open(
            root,
            point.destination(),
            DIRECTORY,
            0,
            Openat2.RESOLVE_IN_ROOT | Openat2.RESOLVE_NO_MAGICLINKS)) {
      Path data = volumes.mount(point.name(), user, Map.of());
      try (Fd to = Subpath.open(data, point.subpath())) {
        if (Trees.list(to).isEmpty()) {
          TreeCopy.copy(from, to);
        }
      }
    } catch (LinuxException e) {
      if (e.errno() == Errno.ENOTDIR) {
        throw new ApiException.BadParameter(
            "cannot mount volume over existing file, file exists " + point.destination(), e);
      }
      if (e.errno() != Errno.ENOENT) {
        throw new IOException("failed to populate volume: " + e.getMessage(), e);
      }
    } finally {
      volumes.unmount(point.name(), user, false);
    }
  }

  /** The container has ended: its volumes need not be mounted for it. */
  void ended(Container container) {
    container.definition().mounts().stream()
        .filter(point -> point.kind() == MountPoint.Kind.VOLUME)
        .map(MountPoint::name)
        .distinct()
        .forEach(name -> volumes.unmount(name, container.id(), true));
  }

  /**
   * The container goes.
   *
   * @param anonymous whether its anonymous volumes go, too
   */
  void release(Container container, boolean anonymous) throws IOException {
    for (MountPoint point : container.definition().mounts()) {
      if (point.kind() == MountPoint.Kind.VOLUME) {
        volumes.release(point.name(), container.id());
        if (anonymous && point.is(MountTrait.ANONYMOUS)) {
          volumes.removeIfUnused(point.name());
        }
      } else if (point.kind() == MountPoint.Kind.IMAGE) {
        engine.snapshots().remove(imageKey(container.id(), point));
      }
    }
  }
}
