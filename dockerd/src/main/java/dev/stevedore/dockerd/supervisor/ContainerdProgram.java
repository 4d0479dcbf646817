package dev.stevedore.dockerd.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the containerd program. */
final class ContainerdProgram {
  private static final String NAME = "stevedore-containerd";

  private ContainerdProgram() {}

  /**
   * Finds it.
   *
   * @param asked a path, or a name to be found on PATH; empty for ours
   * @param ownProgram our own program; ours is looked for beside it first
   * @param searchPath the value of PATH
   * @throws IOException if there is none; the message says where it was looked for
   */
  static Path find(Optional<String> asked, Optional<Path> ownProgram, String searchPath)
      throws IOException {
    if (asked.isPresent() && asked.get().contains("/")) {
      Path program = Path.of(asked.get());
      if (Files.isExecutable(program)) {
        return program;
      }
      throw new IOException(
          "failed to start containerd: exec: \"" + asked.get() + "\": no such executable file");
    }
    if (asked.isEmpty() && ownProgram.isPresent()) {
      Path beside = ownProgram.get().toRealPath().resolveSibling(NAME);
      if (Files.isExecutable(beside)) {
        return beside;
      }
    }
    String name = asked.orElse(NAME);
    for (String directory : searchPath.split(":")) {
      Path program = Path.of(directory.isEmpty() ? "." : directory, name);
      if (Files.isRegularFile(program) && Files.isExecutable(program)) {
        return program.toAbsolutePath();
      }
    }
    throw new IOException(
        "failed to start containerd: exec: \"" + name + "\": executable file not found in $PATH");
  }
}
