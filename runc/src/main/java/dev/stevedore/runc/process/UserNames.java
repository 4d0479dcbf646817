package dev.stevedore.runc.process;

import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;

/** Names of the host's users. */
public final class UserNames {
  private UserNames() {}

  /** The name in /etc/passwd, or {@code #uid}. */
  public static String of(int uid) {
    String unnamed = "#" + uid;
    try {
      for (String line : Files.readText("/etc/passwd").split("\n")) {
        String[] fields = line.split(":");
        if (fields.length > 2 && fields[2].equals(Integer.toString(uid))) {
          return fields[0];
        }
      }
      return unnamed;
    } catch (PosixException e) {
      return unnamed;
    }
  }
}
