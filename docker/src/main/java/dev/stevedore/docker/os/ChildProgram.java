package dev.stevedore.docker.os;

import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.MemoryFiles;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.posix.WaitStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a program with its input and output in memory; its stderr is ours. */
final class ChildProgram {
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final int EXEC_FAILED = 127;

  private ChildProgram() {}

  static Machine.Executed run(Machine machine, String program, String argument, byte[] input) {
    String path = find(machine, program);
    try (Fd stdin = MemoryFiles.create("input");
        Fd stdout = MemoryFiles.create("output")) {
      stdin.writeAll(input);
      MemoryFiles.rewind(stdin);
      int pid = Processes.fork();
      if (pid == 0) {
        throw become(path, program, argument, stdin, stdout, machine.variables());
      }
      WaitStatus status = Processes.await(pid);
      String output = new String(MemoryFiles.content(stdout), StandardCharsets.UTF_8);
      return new Machine.Executed(status.exitCode(), output);
    }
  }

  private static String find(Machine machine, String program) {
    String path = machine.variable("PATH").filter(it -> !it.isEmpty()).orElse(DEFAULT_PATH);
    for (String directory : path.split(":", -1)) {
      String file = (directory.isEmpty() ? "." : directory) + "/" + program;
      if (Files.exists(file)) {
        return file;
      }
    }
    throw new CliException("exec: \"" + program + "\": executable file not found in $PATH");
  }

  /** In the child: never returns. */
  private static RuntimeException become(
      String path, String program, String argument, Fd stdin, Fd stdout, List<String> variables) {
    PosixException failure;
    try {
      stdin.duplicateTo(0);
      stdout.duplicateTo(1);
      failure = Processes.execute(path, List.of(program, argument), variables);
    } catch (PosixException e) {
      failure = e;
    }
    stdout.writeAll(String.valueOf(failure.getMessage()));
    return Processes.exit(EXEC_FAILED);
  }
}
