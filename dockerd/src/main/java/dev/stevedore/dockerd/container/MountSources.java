package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.image.Image;
import dev.stevedore.dockerd.spec.mounts.MountPoint;
import dev.stevedore.dockerd.spec.mounts.MountTrait;
import dev.stevedore.lib.containerdapi.types.Mount;
import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.MountInfo;
import dev.stevedore.lib.linux.MountOptions;
import dev.stevedore.lib.linux.Mounts;
import dev.stevedore.lib.linux.OpenFlags;
import dev.stevedore.lib.linux.Openat2;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the mounts of one container that starts come from. What was looked at is what is mounted:
 * the source of a bind mount, or a part of a volume, is opened once and pinned, which is to mount
 * it by its descriptor on {@code EXEC-ROOT/mounts/ID/N} until the runtime has mounted it from
 * there. A link that is put in its place meanwhile leads nowhere.
 */
final class MountSources implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MountSources.class);

  private final EngineParts engine;
  private final Container container;
  private final Path pins;
  private final List<Path> pinned = new ArrayList<>();

  MountSources(EngineParts engine, Container container) {
    this.engine = engine;
    this.container = container;
    this.pins = engine.places().pins().resolve(container.id());
  }

  /** The container's mounts with the paths they are mounted from; volumes are mounted. */
  List<MountPoint> all() throws IOException {
    List<MountPoint> all = new ArrayList<>();
    for (MountPoint point : container.definition().mounts()) {
      all.add(
          switch (point.kind()) {
            case BIND -> bind(point);
            case VOLUME -> volume(point);
            case IMAGE -> image(point);
            case TMPFS -> point;
          });
    }
    return all;
  }

  private MountPoint bind(MountPoint point) throws IOException {
    try (Fd source = source(point)) {
      MountPoint propagated = propagated(point);
      return propagated.withSource(pin(source, propagated).toString());
    }
  }

  private static Fd source(MountPoint point) throws IOException {
    String source = point.source();
    try {
      return Openat2.open(Fd.CWD, source, OpenFlags.O_PATH, 0, 0);
    } catch (LinuxException e) {
      if (e.errno() != Errno.ENOENT) {
        throw new ApiException.BadParameter(
            "invalid mount config for type \"bind\": stat " + source + ": " + e.errno().text(), e);
      }
    }
    if (!point.is(MountTrait.CREATE_SOURCE)) {
      throw new ApiException.BadParameter(
          "invalid mount config for type \"bind\": bind source path does not exist: " + source);
    }
    try {
      return MissingSource.make(Path.of(source));
    } catch (IOException e) {
      throw new IOException(
          "error while creating mount source path '" + source + "': " + e.getMessage(), e);
    }
  }

  /** Mounts can only come from, or go to, where the host lets them. */
  private MountPoint propagated(MountPoint point) throws IOException {
    boolean shared = point.propagation().endsWith("shared");
    if (!shared && !point.propagation().endsWith("slave")) {
      return point;
    }
    MountInfo mount = mountOf(Path.of(point.source()).toRealPath());
    boolean able =
        mount.propagation().stream()
            .anyMatch(it -> it.startsWith("shared:") || (!shared && it.startsWith("master:")));
    if (able) {
      return point;
    }
    String root = engine.places().dataRoot().toString();
    if (!shared && (point.source().startsWith(root) || root.startsWith(point.source()))) {
      return point.propagated("rprivate"); // slave was our own idea
    }
    throw new ApiException.BadParameter(
        "path %s is mounted on %s but it is not a shared %smount"
            .formatted(point.source(), mount.target(), shared ? "" : "or slave "));
  }

  private static MountInfo mountOf(Path path) throws IOException {
    MountInfo innermost = null;
    for (MountInfo mount : MountInfo.all()) {
      boolean closer = innermost == null || mount.target().length() >= innermost.target().length();
      if (closer && path.startsWith(mount.target())) {
        innermost = mount;
      }
    }
    if (innermost == null) {
      throw new IOException("no mount is above " + path);
    }
    return innermost;
  }

  private MountPoint volume(MountPoint point) throws IOException {
    Path data =
        engine
            .volumes()
            .mount(
                point.name(),
                container.id(),
                Map.of(
                    "destination",
                    point.destination(),
                    "read/write",
                    Boolean.toString(point.writable()),
                    "propagation",
                    point.propagation()));
    if (point.subpath().isEmpty()) {
      return point.withSource(data.toString());
    }
    try (Fd part = Subpath.find(data, point.subpath())) {
      return point.withSource(pin(part, point).toString());
    }
  }

  /** An image's files, to be read only. */
  private MountPoint image(MountPoint point) throws IOException {
    Image image = engine.images().find(point.source());
    String key = ContainerMounts.imageKey(container.id(), point);
    Path top = newPin(true);
    for (Mount mount : engine.snapshots().view(key, image.topSnapshot())) {
      MountOptions.parse(mount.getOptionsList())
          .mount(mount.getSource(), top.toString(), mount.getType());
    }
    if (point.subpath().isEmpty()) {
      return point.withSource(top.toString());
    }
    try (Fd part = Subpath.find(top, point.subpath())) {
      return point.withSource(pin(part, point).toString());
    }
  }

  private Path newPin(boolean directory) throws IOException {
    Files.createDirectories(pins);
    Path target = pins.resolve(Integer.toString(pinned.size()));
    if (directory) {
      Files.createDirectories(target);
    } else {
      Files.createFile(target);
    }
    pinned.add(target);
    return target;
  }

  private Path pin(Fd file, MountPoint point) throws IOException {
    boolean below = !point.is(MountTrait.NON_RECURSIVE);
    Path target = newPin(Files.isDirectory(file.path()));
    long flags = below ? Mounts.MS_BIND | Mounts.MS_REC : Mounts.MS_BIND;
    Mounts.mount(file.path().toString(), target.toString(), "none", flags, "");
    return target;
  }

  /** Takes pins away: those of a start that is over, or that an earlier daemon left. */
  static void unpinAll(Path pins) throws IOException {
    List<MountInfo> mounts = MountInfo.below(pins);
    // Apart from their peers first: else what is mounted below would be unmounted there, too.
    for (MountInfo mount : mounts) {
      Mounts.mount("none", mount.target(), "none", Mounts.MS_PRIVATE, "");
    }
    for (MountInfo mount : mounts) {
      Mounts.detach(mount.target());
    }
    removePins(pins);
  }

  /**
   * Removes the places themselves and nothing in them: should something still be mounted there, it
   * is the user's, and must not be taken for ours.
   */
  private static void removePins(Path pins) throws IOException {
    if (!Files.isDirectory(pins)) {
      return;
    }
    try (DirectoryStream<Path> places = Files.newDirectoryStream(pins)) {
      for (Path place : places) {
        Files.deleteIfExists(place);
      }
    }
    Files.deleteIfExists(pins);
  }

  /** Takes the pins away; what was mounted from them stays mounted in the container. */
  @Override
  public void close() {
    if (pinned.isEmpty()) {
      return;
    }
    try {
      unpinAll(pins);
    } catch (IOException e) {
      LOG.error("container {}: {}", container.id(), e.getMessage());
    }
  }
}
