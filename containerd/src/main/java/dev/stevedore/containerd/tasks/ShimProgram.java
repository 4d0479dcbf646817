package dev.stevedore.containerd.tasks;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.errors.FailureKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the program of a runtime: {@code io.containerd.runc.v2} is {@code containerd-shim-runc-v2},
 * on the PATH or beside this program; an absolute path is itself.
 */
final class ShimProgram {
  private final List<Path> directories;

  /**
   * Searches in these places.
   *
   * @param path as in the environment
   * @param beside a directory to search last
   */
  ShimProgram(String path, Path beside) {
    List<Path> places = new ArrayList<>();
    for (String directory : path.split(":")) {
      if (!directory.isEmpty()) {
        places.add(Path.of(directory));
      }
    }
    places.add(beside);
    this.directories = List.copyOf(places);
  }

  /**
   * The program of a runtime.
   *
   * @throws Failure with UNKNOWN, as containerd has it, if there is none
   */
  Path find(String runtime) {
    if (runtime.startsWith("/")) {
      return require(Path.of(runtime), runtime);
    }
    String[] parts = runtime.split("\\.");
    if (runtime.contains("/") || parts.length < 2 || parts[0].isEmpty()) {
      throw unresolved(
          "invalid runtime name "
              + runtime
              + ", correct runtime name should be either format like `io.containerd.runc.v1` or a"
              + " full path to the binary");
    }
    String name = "containerd-shim-" + parts[parts.length - 2] + "-" + parts[parts.length - 1];
    for (Path directory : directories) {
      Path program = directory.resolve(name);
      if (Files.isExecutable(program) && Files.isRegularFile(program)) {
        return program;
      }
    }
    throw unresolved(
        "runtime \"" + runtime + "\" binary not installed \"" + name + "\": file does not exist");
  }

  private static Path require(Path program, String runtime) {
    if (!Files.isExecutable(program) || !Files.isRegularFile(program)) {
      throw unresolved(
          "invalid custom binary path: stat " + runtime + ": no such file or directory");
    }
    return program;
  }

  private static Failure unresolved(String problem) {
    return Failure.of(
        FailureKind.UNKNOWN, "failed to start shim: failed to resolve runtime path: " + problem);
  }
}
