package dev.stevedore.dockerd.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The capabilities that this daemon has, and so can give. See proc(5). */
public final class HostCapabilities {
  private HostCapabilities() {}

  /** A bit for each effective capability. */
  public static long effective() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("CapEff:")) {
        return Long.parseUnsignedLong(line.substring("CapEff:".length()).strip(), 16);
      }
    }
    throw new IOException("/proc/self/status has no CapEff");
  }
}
