package dev.stevedore.tests.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.tests.harness.images.Busybox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A bundle with busybox as its root and a config.json like the one an engine writes; tests change
 * it by path.
 */
final class Bundle {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final ObjectNode config;

  private Bundle(Path directory, ObjectNode config) {
    this.directory = directory;
    this.config = config;
  }

  /** A bundle that runs a command without a terminal, in namespaces of its own. */
  static Bundle in(Path directory, String... command) {
    Busybox.rootfs(directory.resolve("rootfs"));
    try {
      Bundle bundle = new Bundle(directory, (ObjectNode) JSON.readTree(template()));
      return bundle.command(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its directory. */
  Path path() {
    return directory;
  }

  /** Its root. */
  Path rootfs() {
    return directory.resolve("rootfs");
  }

  /** Replaces the process's words. */
  Bundle command(String... words) {
    ArrayNode args = JSON.createArrayNode();
    for (String word : words) {
      args.add(word);
    }
    return set("/process/args", args.toString());
  }

  /** Sets the value at a JSON pointer; what is missing above it is made. */
  Bundle set(String pointer, String json) {
    int last = pointer.lastIndexOf('/');
    ObjectNode parent = config;
    for (String name : pointer.substring(0, last).split("/", -1)) {
      if (!name.isEmpty()) {
        parent = parent.withObject("/" + name);
      }
    }
    parent.set(pointer.substring(last + 1), parse(json));
    return save();
  }

  /** Adds to the array at a JSON pointer. */
  Bundle add(String pointer, String json) {
    ((ArrayNode) config.at(pointer)).add(parse(json));
    return save();
  }

  private Bundle save() {
    try {
      Files.writeString(directory.resolve("config.json"), config.toPrettyString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String template() {
    return """
        {
          "ociVersion": "1.0.2",
          "process": {
            "terminal": false,
            "user": {"uid": 0, "gid": 0},
            "args": ["true"],
            "env": ["PATH=/usr/sbin:/usr/bin:/sbin:/bin"],
            "cwd": "/",
            "capabilities": {
              "bounding": ["CAP_KILL", "CAP_NET_BIND_SERVICE"],
              "effective": ["CAP_KILL", "CAP_NET_BIND_SERVICE"],
              "permitted": ["CAP_KILL", "CAP_NET_BIND_SERVICE"]
            },
            "noNewPrivileges": true
          },
          "root": {"path": "rootfs", "readonly": false},
          "hostname": "bundle",
          "mounts": [
            {"destination": "/proc", "type": "proc", "source": "proc"},
            {"destination": "/dev", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "strictatime", "mode=755", "size=65536k"]},
            {"destination": "/dev/pts", "type": "devpts", "source": "devpts", "options": ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"]},
            {"destination": "/dev/shm", "type": "tmpfs", "source": "shm", "options": ["nosuid", "noexec", "nodev", "mode=1777", "size=65536k"]},
            {"destination": "/sys", "type": "sysfs", "source": "sysfs", "options": ["nosuid", "noexec", "nodev", "ro"]}
          ],
          "linux": {
            "resources": {"devices": [{"allow": false, "access": "rwm"}]},
            "namespaces": [{"type": "pid"}, {"type": "network"}, {"type": "ipc"}, {"type": "uts"}, {"type": "mount"}],
            "maskedPaths": ["/proc/kcore", "/sys/firmware"],
            "readonlyPaths": ["/proc/sys"]
          }
        }
        """;
  }
}
