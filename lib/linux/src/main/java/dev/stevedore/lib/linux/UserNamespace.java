package dev.stevedore.lib.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user namespace of this process. */
public final class UserNamespace {
  private UserNamespace() {}

  /** Whether it is one that somebody made, as for rootless daemons, and not the host's. */
  public static boolean isOurs() throws IOException {
    return !isInitial(Files.readString(Path.of("/proc/self/uid_map")));
  }

  /**
   * Whether a map is the host's: all ids, each for itself.
   *
   * @param map text of a uid_map, see user_namespaces(7)
   */
  static boolean isInitial(String map) {
    return map.strip().replaceAll(" +", " ").equals("0 0 4294967295");
  }
}
