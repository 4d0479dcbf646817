package dev.stevedore.lib.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Groups of this machine, from /etc/group. */
public final class Groups {
  private Groups() {}

  /**
   * Finds a group's number.
   *
   * @param name its name, or its number itself
   */
  public static Optional<Integer> id(String name) throws IOException {
    for (String line : Files.readAllLines(Path.of("/etc/group"))) {
      String[] fields = line.split(":", -1);
      if (fields.length >= 3 && fields[0].equals(name)) {
        return Optional.of(Integer.parseInt(fields[2]));
      }
    }
    return name.matches("[0-9]{1,9}") ? Optional.of(Integer.parseInt(name)) : Optional.empty();
  }
}
