package dev.stevedore.dockerd.network.sandbox;

import dev.stevedore.lib.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Kernel parameters of one link. */
final class LinkSysctls {
  private static final Path PROC = Path.of("/proc/sys");

  private LinkSysctls() {}

  /**
   * Sets them; the errors are Docker's.
   *
   * @param link its name inside
   * @param sysctls {@code net.ipv4.conf.IFNAME.forwarding=1} each
   */
  static void set(NetworkNamespace namespace, String link, List<String> sysctls)
      throws IOException {
    for (String sysctl : sysctls) {
      int equals = sysctl.indexOf('=');
      if (equals < 0) {
        throw new IOException("expected sysctl '" + sysctl + "' to have format name=value");
      }
      String name = sysctl.substring(0, equals);
      String[] parts = name.split("\\.", -1);
      if (parts.length != 5) {
        throw new IOException("expected sysctl '" + name + "' to have format net.X.Y.IFNAME.Z");
      }
      for (String part : parts) {
        if (part.isEmpty() || part.indexOf('/') >= 0) {
          throw new IOException("expected sysctl '" + name + "' to have format net.X.Y.IFNAME.Z");
        }
      }
      Path file = PROC.resolve(Path.of(parts[0], parts[1], parts[2], link, parts[4]));
      namespace.call(
          () -> {
            write(file, sysctl.substring(equals + 1));
            return file;
          });
    }
  }

  private static void write(Path file, String value) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is not a sysctl file");
    }
    try {
      if (!Files.readString(file).strip().equals(value)) {
        Files.writeString(file, value);
      }
    } catch (IOException e) {
      throw new IOException("unable to write to '" + file + "': " + e.getMessage(), e);
    }
  }
}
