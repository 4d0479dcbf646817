package dev.stevedore.runc.launch;

import dev.stevedore.lib.posix.Files;
import java.nio.charset.StandardCharsets;

/** The file of --pid-file: there with the pid in it, or not there. */
final class PidFile {
  private PidFile() {}

  static void write(String path, int pid) {
    Files.replace(path, Integer.toString(pid).getBytes(StandardCharsets.US_ASCII), 0644);
  }
}
