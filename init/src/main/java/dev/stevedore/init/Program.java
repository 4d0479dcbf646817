package dev.stevedore.init;

import dev.stevedore.lib.posix.Environment;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.posix.SignalMask;
import dev.stevedore.lib.posix.Terminal;
import java.util.ArrayList;
import java.util.List;

/** The child's side: it becomes the program. */
final class Program {
  private static final int NOT_FOUND = 127;
  private static final int NOT_EXECUTABLE = 126;

  private Program() {}

  /**
   * In a process group of its own, which gets what is typed, with no signal blocked; returns only
   * if it cannot be.
   *
   * @return the exit code, as a shell's: 127 for a program that is not there, 126 for one that
   *     cannot be executed
   */
  static int become(List<String> command) {
    Processes.leadGroup();
    // While SIGTTOU is blocked a process in the background may do that.
    Terminal.bringToForeground(Fd.STDIN);
    SignalMask.clear();
    String name = command.getFirst();
    List<String> environment = Environment.variables();
    String searched = Environment.variable("PATH").orElse(ProgramPaths.DEFAULT);
    Errno why = Errno.ENOENT;
    for (String path : ProgramPaths.of(name, searched)) {
      PosixException failure = Processes.execute(path, command, environment);
      if (failure.is(Errno.ENOEXEC)) {
        failure = Processes.execute("/bin/sh", script(path, command), environment);
      }
      if (!failure.is(Errno.ENOENT) && !failure.is(Errno.ENOTDIR)) {
        why = failure.errno();
      }
    }
    Fd.STDERR.writeAll("[FATAL docker-init] exec " + name + " failed: " + why.message() + "\n");
    return why.equals(Errno.ENOENT) ? NOT_FOUND : NOT_EXECUTABLE;
  }

  /**
   * A file with neither a format nor a {@code #!} is a script of the shell, as execvp(3) has it.
   */
  private static List<String> script(String path, List<String> command) {
    List<String> words = new ArrayList<>(List.of("/bin/sh", path));
    words.addAll(command.subList(1, command.size()));
    return words;
  }
}
