package dev.stevedore.dockerd.archive;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.lib.linux.FileStatus;
import dev.stevedore.lib.linux.FileType;
import java.util.Base64;

/**
 * What the header {@code X-Docker-Container-Path-Stat} says of a path.
 *
 * @param name its last part
 * @param status of the file; a symbolic link is not followed
 * @param linkTarget where a symbolic link leads, from the container's root; else empty
 */
record PathStat(String name, FileStatus status, String linkTarget) {
  static final String HEADER = "X-Docker-Container-Path-Stat";

  String header() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", name);
    json.put("size", status.size());
    json.put("mode", goMode());
    json.put("mtime", status.modified().toString());
    json.put("linkTarget", linkTarget);
    return Base64.getEncoder().encodeToString(Json.bytes(json));
  }

  /** Go's os.FileMode: the permission bits, and bits of its own from the top. */
  private long goMode() {
    long mode = status.mode() & 0777;
    mode |= (status.mode() & 04000) != 0 ? 1L << 23 : 0;
    mode |= (status.mode() & 02000) != 0 ? 1L << 22 : 0;
    mode |= (status.mode() & 01000) != 0 ? 1L << 20 : 0;
    return mode | type(status.type());
  }

  private static long type(FileType type) {
    return switch (type) {
      case DIRECTORY -> 1L << 31;
      case SYMBOLIC_LINK -> 1L << 27;
      case BLOCK_DEVICE -> 1L << 26;
      case CHARACTER_DEVICE -> 1L << 26 | 1L << 21;
      case FIFO -> 1L << 25;
      case SOCKET -> 1L << 24;
      case REGULAR -> 0;
    };
  }
}
