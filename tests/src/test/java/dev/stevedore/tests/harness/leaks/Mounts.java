package dev.stevedore.tests.harness.leaks;

import dev.stevedore.tests.harness.scratch.ScratchBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The mounts in this mount namespace. */
public final class Mounts {
  private static final int MOUNT_POINT = 4;

  private Mounts() {}

  /**
   * Mount points below the scratch directories. Not the handle on the host's network namespace that
   * Docker makes with the first container on that network and keeps.
   */
  public static Set<String> underScratch() {
    String base = ScratchBase.path() + "/";
    return points().stream()
        .filter(point -> point.startsWith(base) && !point.endsWith("/netns/default"))
        .collect(Collectors.toSet());
  }

  /** All mount points. */
  public static List<String> points() {
    try {
      return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
          .map(line -> line.split(" ", -1)[MOUNT_POINT])
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
