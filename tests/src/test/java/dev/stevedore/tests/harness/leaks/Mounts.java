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
   * Mount points below the scratch directories. Not those of network namespaces: an engine keeps
   * some ready. Those that stay when it ends keep the scratch directory from being deleted, which
   * fails the test, too.
   */
  public static Set<String> underScratch() {
    String base = ScratchBase.path() + "/";
    return points().stream()
        .filter(point -> point.startsWith(base) && !point.contains("/netns/"))
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
