package dev.stevedore.tests.harness.leaks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Directories outside the scratch directory that engines write to whatever their flags say: sockets
 * of shims, network namespaces, libraries in C that a JVM took out of a jar.
 */
final class SharedDirectories {
  private static final List<Path> DIRECTORIES =
      Stream.of(
              "/run/containerd/s",
              "/run/containerd/fifo",
              "/run/docker/netns",
              "/run/stevedore/s",
              "/run/stevedore/shim",
              "/run/netns")
          .map(Path::of)
          .toList();

  private static final Path TEMPORARY = Path.of("/tmp");
  private static final List<String> LIBRARIES = List.of("sqlite-", "libzstd-jni");

  private SharedDirectories() {}

  /**
   * Their entries, without the sockets that a process listens on: it is looked at by itself. Empty
   * if another containerd runs here, whose they may be as well.
   */
  static Optional<Set<String>> entries() {
    if (Processes.isOthersRunning("containerd")) {
      return Optional.empty();
    }
    Set<String> found = new TreeSet<>();
    String listening = read(Path.of("/proc/net/unix"));
    for (Path directory : DIRECTORIES) {
      if (!Files.isDirectory(directory)) {
        continue;
      }
      try (Stream<Path> list = Files.list(directory)) {
        list.map(Path::toString).filter(entry -> !listening.contains(entry)).forEach(found::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    found.addAll(libraries());
    return Optional.of(found);
  }

  private static List<String> libraries() {
    try (Stream<Path> list = Files.list(TEMPORARY)) {
      return list.filter(it -> LIBRARIES.stream().anyMatch(it.getFileName().toString()::startsWith))
          .map(Path::toString)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
