package dev.stevedore.runc.criu;

import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.runc.log.Log;

/** What CRIU has to say about a failure. */
final class CriuLog {
  private CriuLog() {}

  /** Copies the errors of CRIU's log to this program's. */
  static void show(String path, Log log) {
    try {
      for (String line : Files.readText(path).split("\n")) {
        if (line.contains("Error (")) {
          log.warn("criu: " + line.trim());
        }
      }
    } catch (PosixException e) {
      log.debug("no log of criu: " + e.getMessage());
    }
  }
}
