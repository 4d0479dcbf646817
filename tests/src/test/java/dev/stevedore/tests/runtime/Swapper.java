package dev.stevedore.tests.runtime;

import dev.stevedore.tests.harness.process.Pause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Changes what is at a path, as fast as it can, between two things that are prepared beside it.
 * There is always one of them, or for a moment nothing.
 */
final class Swapper implements AutoCloseable {
  private final Path place;
  private final Path first;
  private final Path second;
  private final AtomicInteger count = new AtomicInteger();
  private final Thread thread;
  private volatile boolean ends;

  private Swapper(Path place, Path first, Path second) {
    this.place = place;
    this.first = first;
    this.second = second;
    this.thread = Thread.ofPlatform().name("swapper").start(this::swap);
  }

  /**
   * Starts it.
   *
   * @param first a node or a link, of which the place gets copies
   * @param second the same; or nothing, and then the place is an empty directory every other time
   */
  static Swapper start(Path place, Path first, Path second) {
    return new Swapper(place, first, second);
  }

  /** How often it has changed it. */
  int count() {
    return count.get();
  }

  @Override
  public void close() {
    ends = true;
    while (thread.isAlive()) {
      Pause.millis(1);
    }
  }

  private void swap() {
    try {
      while (!ends) {
        put(first);
        put(second);
        count.addAndGet(2);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void put(Path what) throws IOException {
    Path next = place.resolveSibling("next");
    if (!Files.exists(what, LinkOption.NOFOLLOW_LINKS)) {
      Files.delete(place);
      // The runtime may have made it just now.
      Files.createDirectories(place);
      return;
    }
    if (Files.isSymbolicLink(what)) {
      Files.createSymbolicLink(next, Files.readSymbolicLink(what));
    } else {
      Files.createLink(next, what);
    }
    while (Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
      if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
        // Whatever was made in it meanwhile goes away with it.
        Files.move(place, place.resolveSibling("old" + count.incrementAndGet()));
      }
      try {
        Files.move(next, place, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileSystemException e) {
        // The runtime has just made a directory there.
        Pause.millis(0);
      }
    }
  }
}
