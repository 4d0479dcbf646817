package dev.stevedore.tests.harness.scratch;

import dev.stevedore.tests.harness.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Where the scratch directories are: /tmp/svt-PID/N. */
public final class ScratchBase {
  private static final Path BASE = create();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private ScratchBase() {}

  /** The directory above all scratch directories of this run. */
  public static Path path() {
    return BASE;
  }

  /** The path for one more directory, which does not exist yet. */
  public static Path newDirectory() {
    return BASE.resolve(String.valueOf(COUNT.incrementAndGet()));
  }

  /**
   * An overlay cannot have another overlay as its upper directory (tests in a container), so there
   * a tmpfs takes its place.
   */
  private static Path create() {
    Path base = Path.of("/tmp/svt-" + ProcessHandle.current().pid());
    try {
      Files.createDirectories(base);
      boolean mounted = Files.getFileStore(base).type().equals("overlay");
      if (mounted) {
        Command.of("mount", "-t", "tmpfs", "stevedore-tests", base.toString()).run().ok();
      }
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(base, mounted)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return base;
  }

  private static void remove(Path base, boolean mounted) {
    if (mounted) {
      Command.of("umount", base.toString()).run();
    }
    try {
      Files.deleteIfExists(base);
    } catch (IOException e) {
      System.err.println("left behind: " + base + ": " + e);
    }
  }
}
