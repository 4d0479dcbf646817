package dev.stevedore.shim.bootstrap;

import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import java.util.Optional;

/** The bundle's {@code config.json}, as far as a shim's start depends on it. */
final class SpecFile {
  private static final String NAME = "config.json";
  private static final int PIECE = 4096;

  private SpecFile() {}

  /** The group of the container in the working directory. */
  static Optional<String> group() {
    try {
      return mayHaveGroup() ? GroupName.in(Files.readText(NAME)) : Optional.empty();
    } catch (PosixException e) {
      return Optional.empty(); // the runtime will say that it is missing
    }
  }

  private static boolean mayHaveGroup() {
    byte[] piece = new byte[PIECE];
    int kept = 0;
    try (Fd file = Files.openForReading(NAME)) {
      int count = file.read(piece, kept, PIECE - kept);
      while (count > 0) {
        int length = kept + count;
        if (GroupName.mayBeIn(piece, length)) {
          return true;
        }
        kept = Math.min(length, GroupName.overlap());
        System.arraycopy(piece, length - kept, piece, 0, kept);
        count = file.read(piece, kept, PIECE - kept);
      }
    }
    return false;
  }
}
