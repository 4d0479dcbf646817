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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a container changed: its own layer, against those below. */
final class Changes {
  private static final int MODIFIED = 0;
  private static final int ADDED = 1;
  private static final int DELETED = 2;

  private final List<String> below;
  private final Map<String, Integer> kinds = new TreeMap<>();

  private Changes(List<String> below) {
    this.below = below;
  }

  /**
   * Compares.
   *
   * @param layers directories of overlayfs, the container's own first
   * @return a list of objects with Path and Kind, or null if there are none, as Docker has it
   */
  static Object of(List<String> layers) throws IOException {
    Changes changes = new Changes(layers.subList(1, layers.size()));
    try (Fd top = Directory.open(layers.getFirst())) {
      changes.walk(top, "");
    }
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    changes.kinds.forEach((path, kind) -> json.addObject().put("Path", path).put("Kind", kind));
    return json.isEmpty() ? JsonNodeFactory.instance.nullNode() : json;
  }

  private void walk(Fd directory, String path) throws IOException {
    for (String name : Trees.list(directory)) {
      String child = path + "/" + name;
      FileStatus status = FileStatus.of(directory, name);
      if (status.type() == FileType.CHARACTER_DEVICE && status.device() == 0) {
        kinds.put(child, DELETED);
        continue;
      }
      kinds.put(child, isBelow(child) ? MODIFIED : ADDED);
      if (status.type() == FileType.DIRECTORY) {
        int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;
        try (Fd opened = Openat2.open(directory, name, flags, 0, 0)) {
          walk(opened, child);
        }
      }
    }
  }

  private boolean isBelow(String path) {
    return below.stream()
        .anyMatch(layer -> Files.exists(Path.of(layer + path), LinkOption.NOFOLLOW_LINKS));
  }
}
