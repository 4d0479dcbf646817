package dev.stevedore.tests.harness.scratch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A directory of one test (or of one test class, when asked for in {@code @BeforeAll}) and what the
 * test started. Both go when the test ends, the last started first. Its path is short: a unix
 * socket's may have 107 bytes.
 */
public final class Scratch {
  private final Path directory;
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private final Map<String, Integer> names = new HashMap<>();
  private final List<Path> logs = new ArrayList<>();

  /** A scratch directory that does not exist yet. */
  public Scratch(Path directory) {
    this.directory = directory;
    mkdirs(directory);
  }

  /** The directory. */
  public Path path() {
    return directory;
  }

  /** A path in it. */
  public Path resolve(String name) {
    return directory.resolve(name);
  }

  /** A new directory in it; a number follows the name from the second time on. */
  public Path directory(String name) {
    return mkdirs(directory.resolve(unique(name)));
  }

  /** Writes a file. */
  public Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a symbolic link. */
  public Path link(Path link, Path target) {
    try {
      return Files.createSymbolicLink(link, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name for a log file; what is in it is shown if a test fails. */
  public Path log(String name) {
    Path log = directory.resolve(unique(name) + ".log");
    logs.add(log);
    return log;
  }

  /** Has something closed when the test ends. */
  public <T extends AutoCloseable> T owns(T resource) {
    owned.push(resource);
    return resource;
  }

  /** The log files so far. */
  public List<Path> logs() {
    return List.copyOf(logs);
  }

  /** Closes what it owns; every failure is in the list, in order. */
  public List<Throwable> closeAll() {
    List<Throwable> failures = new ArrayList<>();
    while (!owned.isEmpty()) {
      AutoCloseable resource = owned.pop();
      try {
        resource.close();
      } catch (Exception | AssertionError e) {
        failures.add(e);
      }
    }
    return failures;
  }

  /** Deletes the directory, without crossing into a file system mounted below it. */
  public void delete() throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path dir, @org.jspecify.annotations.Nullable IOException e) throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private String unique(String name) {
    int count = names.merge(name, 1, Integer::sum);
    return count == 1 ? name : name + count;
  }

  private static Path mkdirs(Path dir) {
    try {
      return Files.createDirectories(dir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
