package dev.stevedore.dockerd.archive;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stevedore.lib.linux.Directory;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.FileStatus;
import dev.stevedore.lib.linux.FileType;
import dev.stevedore.lib.linux.OpenFlags;
import dev.stevedore.lib.linux.Openat2;
import dev.stevedore.lib.linux.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a container changed: its own layer, against those below. */
final class Changes {
  private static final int MODIFIED = 0;
  private static final int ADDED = 1;
  private static final int DELETED = 2;

  /** What is made in every root file system before a container starts. */
  private static final Set<String> STANDARD =
      Set.of(
          "/proc",
          "/sys",
          "/dev",
          "/dev/pts",
          "/dev/shm",
          "/dev/mqueue",
          "/dev/console",
          "/etc/hosts",
          "/etc/hostname",
          "/etc/resolv.conf",
          "/.dockerenv",
          "/sbin/docker-init");

  private final List<String> below;
  private final Set<String> made;
  private final Map<String, Integer> kinds = new TreeMap<>();

  private Changes(List<String> below, Set<String> made) {
    this.below = below;
    this.made = made;
  }

  /**
   * Compares. Places that only something is mounted on are no changes.
   *
   * @param layers directories of overlayfs, the container's own first
   * @param mountPoints where something is mounted while the container runs
   * @return a list of objects with Path and Kind, or null if there are none, as Docker has it
   */
  static Object of(List<String> layers, Set<String> mountPoints) throws IOException {
    Set<String> made = new HashSet<>(STANDARD);
    made.addAll(mountPoints);
    Changes changes = new Changes(layers.subList(1, layers.size()), made);
    try (Fd top = Directory.open(layers.getFirst())) {
      changes.walk(top, "");
    }
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    changes.kinds.forEach((path, kind) -> json.addObject().put("Path", path).put("Kind", kind));
    return json.isEmpty() ? JsonNodeFactory.instance.nullNode() : json;
  }

  /** What is in a directory. */
  private enum Content {
    NOTHING,
    ONLY_PLACES,
    CHANGES
  }

  /** Notes what is in a directory. */
  private Content walk(Fd directory, String path) throws IOException {
    List<String> names = Trees.list(directory);
    boolean noted = false;
    for (String name : names) {
      String child = path + "/" + name;
      FileStatus status = FileStatus.of(directory, name);
      if (status.type() == FileType.CHARACTER_DEVICE && status.device() == 0) {
        kinds.put(child, DELETED);
        noted = true;
      } else if (!isOnlyMountedOn(directory, name, child, status)) {
        kinds.put(child, isBelow(child) ? MODIFIED : ADDED);
        noted = true;
      }
    }
    if (noted) {
      return Content.CHANGES;
    }
    return names.isEmpty() ? Content.NOTHING : Content.ONLY_PLACES;
  }

  /** Whether a file is an empty place for a mount, or a directory that has only such. */
  private boolean isOnlyMountedOn(Fd directory, String name, String path, FileStatus status)
      throws IOException {
    boolean place = made.contains(path);
    if (status.type() != FileType.DIRECTORY) {
      return place && status.size() == 0;
    }
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;
    try (Fd opened = Openat2.open(directory, name, flags, 0, 0)) {
      return switch (walk(opened, path)) {
        case NOTHING -> place;
        case ONLY_PLACES -> looksAsBelow(path, status);
        case CHANGES -> false;
      };
    }
  }

  /** Whether a directory that is below, too, has the same owner and mode there. */
  private boolean looksAsBelow(String path, FileStatus status) throws IOException {
    for (String layer : below) {
      Path lower = Path.of(layer + path);
      if (Files.exists(lower, LinkOption.NOFOLLOW_LINKS)) {
        Map<String, Object> old =
            Files.readAttributes(lower, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
        return Integer.valueOf(status.uid()).equals(old.get("uid"))
            && Integer.valueOf(status.gid()).equals(old.get("gid"))
            && old.get("mode") instanceof Integer mode
            && (mode & 07777) == (status.mode() & 07777);
      }
    }
    return true;
  }

  private boolean isBelow(String path) {
    return below.stream()
        .anyMatch(layer -> Files.exists(Path.of(layer + path), LinkOption.NOFOLLOW_LINKS));
  }
}
