package dev.stevedore.docker.command.container;

import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Program;

/** How {@code run} says that a container did not come to run, and with which exit status. */
final class RunFailure {
  static final int GENERIC = 125;
  private static final int CANNOT_EXECUTE = 126;
  private static final int NOT_FOUND = 127;

  private RunFailure() {}

  /** As a shell would: 127 if the program was not found, 126 if it cannot be executed. */
  static CliException of(CliException cause, String path) {
    return withHelp(cause.text(), path, status(cause.text()));
  }

  private static int status(String text) {
    if (text.contains("executable file not found")
        || text.contains("no such file or directory")
        || text.contains("system cannot find the file specified")) {
      return NOT_FOUND;
    }
    if (text.contains("permission denied") || text.contains("is a directory")) {
      return CANNOT_EXECUTE;
    }
    return GENERIC;
  }

  static CliException withHelp(String text, String path, int status) {
    return new CliException(
        Program.NAME + ": " + text + "\n\nRun '" + path + " --help' for more information", status);
  }
}
