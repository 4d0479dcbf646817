package dev.stevedore.dockerd.volume;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.MountOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The options of the local driver: {@code type}, {@code device} and {@code o}, as of mount(8). */
record LocalOptions(String type, String device, String options) {
  private static final Set<String> NETWORK_TYPES = Set.of("nfs", "cifs");

  /**
   * Checks and reads them.
   *
   * @throws ApiException.BadParameter with Docker's texts
   */
  static LocalOptions of(Map<String, String> given) {
    for (String name : given.keySet()) {
      if (!Set.of("type", "o", "device", "size").contains(name)) {
        throw new ApiException.BadParameter("invalid option: \"" + name + "\"");
      }
    }
    if (given.containsKey("size")) {
      throw new ApiException.BadParameter("quota size requested but no quota support");
    }
    require(given, "device", "type");
    require(given, "type", "device");
    require(given, "o", "device");
    require(given, "o", "type");
    return new LocalOptions(
        given.getOrDefault("type", ""),
        given.getOrDefault("device", ""),
        given.getOrDefault("o", ""));
  }

  private static void require(Map<String, String> given, String option, String other) {
    if (given.containsKey(option) && !given.containsKey(other)) {
      throw new ApiException.BadParameter("missing required option: \"" + other + "\"");
    }
  }

  /** Whether anything is mounted; else the volume is a plain directory. */
  boolean mounts() {
    return !device.isEmpty() || !type.isEmpty();
  }

  /** Mounts; a password is not told in the error. */
  void mount(Path target) throws IOException {
    if (device.isEmpty()) {
      throw new IOException("missing device in volume options");
    }
    String words = NETWORK_TYPES.contains(type) ? resolved() : options;
    try {
      MountOptions.parse(List.of(words.split(","))).mount(device, target.toString(), type);
    } catch (LinuxException e) {
      throw new IOException(
          "failed to mount local volume: mount %s:%s, data: %s: %s"
              .formatted(device, target, words, e.errno().text())
              .replaceAll("password=[^,]*", "password=********"),
          e);
    }
  }

  /** The kernel takes addresses only, not names. */
  private String resolved() throws IOException {
    for (String word : options.split(",")) {
      if (word.startsWith("addr=")) {
        String host = word.substring("addr=".length());
        return options.replace(word, "addr=" + InetAddress.getByName(host).getHostAddress());
      }
    }
    return options;
  }
}
