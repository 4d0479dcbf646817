package dev.stevedore.dockerd.volume;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.lib.linux.Directory;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.MountInfo;
import dev.stevedore.lib.linux.Mounts;
import dev.stevedore.lib.linux.ProjectQuotas;
import dev.stevedore.lib.linux.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * Volumes that are directories on this host, or what their options say is mounted there. One with a
 * size is a project of the file system's quotas.
 *
 * <pre>
 * DATA-ROOT/volumes/NAME/_data       0701, 0755
 * DATA-ROOT/volumes/.removed-NAME    what is about to be deleted
 * </pre>
 */
final class LocalDriver {
  static final String NAME = "local";
  private static final String REMOVED = ".removed-";

  private final Path root;

  /** Opens the directory of all volumes, and ends removals that were cut off. */
  LocalDriver(Path root) throws IOException {
    this.root = root;
    Files.createDirectories(root);
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx-----x"));
    for (String name : directories()) {
      if (name.startsWith(REMOVED)) {
        delete(root.resolve(name));
      }
    }
  }

  /** The directories that are volumes, whether or not anybody has written them down. */
  List<String> names() throws IOException {
    return directories().stream().filter(LocalDriver::isValid).toList();
  }

  private List<String> directories() throws IOException {
    try (Stream<Path> paths = Files.list(root)) {
      return paths
          .filter(Files::isDirectory)
          .map(path -> String.valueOf(path.getFileName()))
          .toList();
    }
  }

  /**
   * Checks a name.
   *
   * @throws ApiException.BadParameter with Docker's text
   */
  static void checkName(String name) {
    if (name.length() == 1) {
      throw new ApiException.BadParameter(
          "volume name is too short, names should be at least two alphanumeric characters");
    }
    if (!isValid(name)) {
      throw new ApiException.BadParameter(
          ("\"%s\" includes invalid characters for a local volume name, only"
                  + " \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to pass a host"
                  + " directory, use absolute path")
              .formatted(name));
    }
  }

  private static boolean isValid(String name) {
    return name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
  }

  /** Where its content is. */
  Path path(String name) {
    return root.resolve(name).resolve("_data");
  }

  /**
   * Checks what a new volume is asked to be.
   *
   * @throws ApiException.BadParameter with Docker's text, for a size where the file system has no
   *     quotas
   */
  void check(LocalOptions options) throws IOException {
    if (options.size() > 0 && !hasQuotas()) {
      throw new ApiException.BadParameter("quota size requested but no quota support");
    }
  }

  private boolean hasQuotas() throws IOException {
    try (Fd directory = Directory.open(root.toString())) {
      return ProjectQuotas.areEnforced(directory);
    } catch (LinuxException e) {
      throw new IOException("quotas of " + root + ": " + e.errno().text(), e);
    }
  }

  /** Makes the directory, if it is not there, and sets its size. */
  void make(String name, LocalOptions options) throws IOException {
    Path directory = root.resolve(name);
    Files.createDirectories(path(name));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx-----x"));
    if (options.size() > 0) {
      limit(name, options.size());
    }
  }

  private void limit(String name, long bytes) throws IOException {
    if (!hasQuotas()) {
      throw new IOException("size quota requested for volume but no quota support");
    }
    try (Fd directory = Directory.open(path(name).toString())) {
      ProjectQuotas.limit(bytes, directory);
    } catch (LinuxException e) {
      throw new IOException("size of volume " + name + ": " + e.errno().text(), e);
    }
  }

  /** Removes a volume and all that is in it. What is mounted in it is not touched. */
  void remove(String name) throws IOException {
    unmount(name);
    Path removed = root.resolve(REMOVED + name);
    delete(removed);
    if (Files.isDirectory(root.resolve(name))) {
      Files.move(root.resolve(name), removed);
      delete(removed);
    }
  }

  /** Its project is nobody's after that: neither a limit nor a file is left of it. */
  private static void delete(Path removed) throws IOException {
    Path content = removed.resolve("_data");
    if (Files.isDirectory(content)) {
      try (Fd directory = Directory.open(content.toString())) {
        ProjectQuotas.lift(directory);
      } catch (LinuxException e) {
        throw new IOException("size of " + content + ": " + e.errno().text(), e);
      }
    }
    Trees.delete(removed);
  }

  boolean isMounted(String name) throws IOException {
    return MountInfo.isMountPoint(path(name));
  }

  /** Has it ready for a container: what its options say is mounted, or it has its size. */
  void mount(String name, LocalOptions options) throws IOException {
    if (options.size() > 0) {
      limit(name, options.size());
    }
    if (options.mounts() && !isMounted(name)) {
      options.mount(path(name));
    }
  }

  void unmount(String name) throws IOException {
    try {
      if (isMounted(name)) {
        Mounts.unmount(path(name).toString());
      }
    } catch (LinuxException e) {
      throw new IOException("unmount volume " + name + ": " + e.errno().text(), e);
    }
  }
}
