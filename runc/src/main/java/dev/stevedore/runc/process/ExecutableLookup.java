package dev.stevedore.runc.process;

import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.FileStatus;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.FilesAt;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Split;
import dev.stevedore.runc.RuncException;
import java.util.List;
import java.util.Optional;

/**
 * Finds the program to execute, as execvp(3) does. The texts of its errors are Go's, since Docker
 * makes exit codes of them: 127 of "executable file not found" and "no such file or directory", 126
 * of "permission denied" and "is a directory".
 */
public final class ExecutableLookup {
  private ExecutableLookup() {}

  /**
   * The path of the program.
   *
   * @param name a path, or a name to look for in PATH
   * @param environment where PATH is
   */
  public static String find(String name, List<String> environment) {
    if (name.indexOf('/') >= 0) {
      Optional<String> problem = problem(name);
      if (problem.isPresent()) {
        throw new RuncException("exec: \"" + name + "\": " + problem.get());
      }
      return name;
    }
    String notFound = "executable file not found in $PATH";
    for (String directory : Split.at(':', Environments.value(environment, "PATH").orElse(""))) {
      String path = (directory.isEmpty() ? "." : directory) + "/" + name;
      if (!name.isEmpty() && problem(path).isEmpty()) {
        return path;
      }
    }
    throw new RuncException("exec: \"" + name + "\": " + notFound);
  }

  private static Optional<String> problem(String path) {
    Optional<FileStatus> status;
    try {
      status = Files.status(path);
    } catch (PosixException e) {
      return Optional.of("stat " + path + ": " + e.errno().message());
    }
    if (status.isEmpty()) {
      return Optional.of("stat " + path + ": " + Errno.ENOENT.message());
    }
    if (status.get().isDirectory()) {
      return Optional.of(Errno.EISDIR.message());
    }
    return FilesAt.whyNotExecutable(path).map(Errno::message);
  }
}
