package dev.stevedore.dockerd.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of the host; asked of the kernel, since no name server need know it. */
final class HostName {
  private HostName() {}

  static String read() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the host's name", e);
    }
  }
}
