package dev.stevedore.dockerd.volume;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.GoSize;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.MountOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The options of the local driver: {@code type}, {@code device} and {@code o}, as of mount(8), and
 * {@code size}.
 *
 * @param size bytes that the volume may hold; 0 for no limit
 */
record LocalOptions(String type, String device, String options, long size) {
  private static final String PASSWORD = "(password=)[^,]*";

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
    require(given, "device", "type");
    require(given, "type", "device");
    require(given, "o", "device");
    require(given, "o", "type");
    LocalOptions options =
        new LocalOptions(
            given.getOrDefault("type", ""),
            given.getOrDefault("device", ""),
            given.getOrDefault("o", ""),
            given.containsKey("size") ? GoSize.parse(given.getOrDefault("size", "")) : 0);
    if (options.size > 0 && options.mounts()) {
      throw new ApiException.BadParameter(
          "option \"size\" is for volumes on this disk: it cannot limit what \"device\" says");
    }
    return options;
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
    Source source =
        type.equals("nfs") || type.equals("cifs") ? resolved() : new Source(device, options);
    MountOptions parsed = MountOptions.parse(List.of(source.options.split(",")));
    try {
      parsed.mount(source.device, target.toString(), type);
    } catch (LinuxException e) {
      String text =
          "failed to mount local volume: mount %s:%s%s%s: "
              .formatted(
                  source.device,
                  target,
                  parsed.flags() == 0 ? "" : ", flags: 0x" + Long.toHexString(parsed.flags()),
                  parsed.data().isEmpty()
                      ? ""
                      : ", data: " + parsed.data().replaceAll(PASSWORD, "$1********"));
      throw new IOException(text + e.errno().text(), e);
    }
  }

  private record Source(String device, String options) {}

  /** The kernel takes addresses only, not names. */
  private Source resolved() throws IOException {
    for (String word : options.split(",")) {
      if (word.startsWith("addr=") && word.length() > "addr=".length()) {
        String host = word.substring("addr=".length());
        return new Source(device, options.replace(word, "addr=" + address(host)));
      }
    }
    if (type.equals("cifs") && device.startsWith("//")) {
      int end = device.indexOf('/', 2);
      String host = end < 0 ? device.substring(2) : device.substring(2, end);
      if (!host.isEmpty()) {
        return new Source("//" + address(host) + (end < 0 ? "" : device.substring(end)), options);
      }
    }
    return new Source(device, options);
  }

  private static String address(String host) throws IOException {
    try {
      return InetAddress.getByName(host).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IOException(
          "error resolving passed in network volume address: lookup " + host + ": no such host", e);
    }
  }
}
