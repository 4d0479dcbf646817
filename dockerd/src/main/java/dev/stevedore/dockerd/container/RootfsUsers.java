package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.spec.UserDatabase;
import dev.stevedore.lib.containerdapi.types.Mount;
import dev.stevedore.lib.linux.Directory;
import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.FileStatus;
import dev.stevedore.lib.linux.FileType;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.OpenFlags;
import dev.stevedore.lib.linux.Openat2;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads /etc/passwd and /etc/group of a file system that is not mounted, out of its layers. What
 * the paths lead to is resolved by the kernel inside each layer, never outside.
 *
 * <p>The uppermost layer that has a file wins, as in overlayfs; a link that leads from one layer
 * into a lower one is not followed.
 */
final class RootfsUsers {
  /** More than this no such file has; it guards the daemon's memory. */
  private static final long MAX_BYTES = 4 << 20;

  private RootfsUsers() {}

  /** The users of a container's file system. */
  static UserDatabase read(List<Mount> rootfs) throws IOException {
    List<String> layers = layers(rootfs);
    return new UserDatabase(lines(layers, "etc/passwd"), lines(layers, "etc/group"));
  }

  /** The directories of the layers, the uppermost first. */
  static List<String> layers(List<Mount> rootfs) {
    List<String> layers = new ArrayList<>();
    for (Mount mount : rootfs) {
      if (!mount.getType().equals("overlay")) {
        layers.add(mount.getSource());
        continue;
      }
      for (String option : mount.getOptionsList()) {
        if (option.startsWith("upperdir=")) {
          layers.addFirst(option.substring("upperdir=".length()));
        } else if (option.startsWith("lowerdir=")) {
          layers.addAll(List.of(option.substring("lowerdir=".length()).split(":")));
        }
      }
    }
    return layers;
  }

  private static List<String> lines(List<String> layers, String path) throws IOException {
    for (String layer : layers) {
      Optional<List<String>> found = linesIn(layer, path);
      if (found.isPresent()) {
        return found.get();
      }
    }
    return List.of();
  }

  /** Empty if this layer says nothing of the file. */
  private static Optional<List<String>> linesIn(String layer, String path) throws IOException {
    try (Fd root = Directory.open(layer);
        Fd file =
            Openat2.open(
                root,
                path,
                OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK,
                0,
                Openat2.RESOLVE_IN_ROOT | Openat2.RESOLVE_NO_MAGICLINKS)) {
      FileStatus status = FileStatus.of(file);
      if (status.type() != FileType.REGULAR || status.size() > MAX_BYTES) {
        return Optional.of(List.of());
      }
      return Optional.of(
          new String(Files.readAllBytes(file.path()), StandardCharsets.UTF_8).lines().toList());
    } catch (LinuxException e) {
      return switch (e.errno()) {
        case Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP -> Optional.empty();
        // A whiteout: a device node without a driver. The file was deleted.
        case Errno.ENXIO -> Optional.of(List.of());
        default -> throw e;
      };
    }
  }
}
