package dev.stevedore.tests.harness.leaks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The directories of all cgroup hierarchies, v1, hybrid and v2 alike. */
public final class Cgroups {
  private static final Path TOP = Path.of("/sys/fs/cgroup");
  private static final int DEPTH = 7;

  /** Parents that engines make once and keep, as Docker does. */
  private static final Set<String> KEPT =
      Set.of(
          "docker",
          "moby",
          "default",
          "stevedore",
          "libpod_parent",
          "conmon",
          "user.slice",
          "machine.slice");

  private Cgroups() {}

  /** Every cgroup's directory. */
  public static Set<String> all() {
    try (Stream<Path> tree =
        Files.find(TOP, DEPTH, (path, attributes) -> attributes.isDirectory())) {
      return tree.map(Path::toString).collect(Collectors.toSet());
    } catch (java.io.UncheckedIOException e) {
      // A cgroup went away below the walk: what is there then is there at the next look.
      return all();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every cgroup whose path contains {@code text}, such as a container's id. */
  public static List<String> containing(String text) {
    return all().stream().filter(path -> path.contains(text)).sorted().toList();
  }

  /**
   * Whether a new cgroup may come from the tests: not if a process that does not descend from this
   * one is in it, and not if it is a sibling of the cgroup this process was put in, since whoever
   * made that one makes those.
   */
  static boolean mayBeOurs(String cgroup) {
    Path path = Path.of(cgroup);
    return !isSibling(cgroup)
        && !KEPT.contains(String.valueOf(path.getFileName()))
        && members(path).stream().allMatch(Cgroups::isDescendant);
  }

  /** Whether it is next to, and not below, the cgroup of this process in some hierarchy. */
  private static boolean isSibling(String cgroup) {
    try {
      return Files.readAllLines(Path.of("/proc/self/cgroup")).stream()
          .map(line -> line.split(":", 3)[2])
          .filter(own -> own.lastIndexOf('/') > 0)
          .anyMatch(
              own ->
                  cgroup.contains(own.substring(0, own.lastIndexOf('/') + 1))
                      && !cgroup.contains(own + "/"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Long> members(Path cgroup) {
    try {
      return Files.readAllLines(cgroup.resolve("cgroup.procs")).stream()
          .map(Long::valueOf)
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      // A threaded v2 cgroup has no list of processes.
      return List.of();
    }
  }

  private static boolean isDescendant(long pid) {
    long self = ProcessHandle.current().pid();
    return ProcessHandle.of(pid)
        .map(
            handle ->
                Stream.iterate(
                        java.util.Optional.of(handle),
                        java.util.Optional::isPresent,
                        h -> h.flatMap(ProcessHandle::parent))
                    .flatMap(java.util.Optional::stream)
                    .anyMatch(h -> h.pid() == self))
        .orElse(true);
  }
}
