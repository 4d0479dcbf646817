package dev.stevedore.containerd.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The cgroup that the configuration has for this process, made if it is not there. */
final class DaemonCgroup {
  private static final Path MOUNTS = Path.of("/sys/fs/cgroup");

  /** A process can be in a cpuset only if that has these. */
  private static final List<String> CPUSET = List.of("cpuset.cpus", "cpuset.mems");

  private DaemonCgroup() {}

  /** Goes there, in all hierarchies; an empty path means to stay. */
  static void enter(String path) throws IOException {
    if (!path.isEmpty()) {
      enter(MOUNTS, path, ProcessHandle.current().pid());
    }
  }

  static void enter(Path mounts, String path, long pid) throws IOException {
    for (Path hierarchy : hierarchies(mounts)) {
      Path cgroup = hierarchy;
      for (Path name : Path.of("/", path).normalize()) {
        Path parent = cgroup;
        cgroup = cgroup.resolve(name);
        Files.createDirectories(cgroup);
        inheritCpuset(parent, cgroup);
      }
      Files.writeString(cgroup.resolve("cgroup.procs"), Long.toString(pid));
    }
  }

  /** Version 2 has one, at the very place; version 1 has a directory for each. */
  private static List<Path> hierarchies(Path mounts) throws IOException {
    if (Files.exists(mounts.resolve("cgroup.controllers"))) {
      return List.of(mounts);
    }
    try (Stream<Path> entries = Files.list(mounts)) {
      return entries
          .filter(it -> !Files.isSymbolicLink(it) && Files.exists(it.resolve("cgroup.procs")))
          // Of both versions side by side, the first one has the controllers.
          .filter(it -> !Files.exists(it.resolve("cgroup.controllers")))
          .sorted()
          .toList();
    }
  }

  private static void inheritCpuset(Path parent, Path cgroup) throws IOException {
    for (String file : CPUSET) {
      Path own = cgroup.resolve(file);
      if (Files.exists(own)
          && Files.exists(parent.resolve("tasks"))
          && Files.readString(own).isBlank()) {
        Files.writeString(own, Files.readString(parent.resolve(file)));
      }
    }
  }
}
