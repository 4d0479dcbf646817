package dev.stevedore.init;

import dev.stevedore.lib.posix.Environment;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import java.util.List;

/** Where the program begins: {@code docker-init [--] PROGRAM [ARGUMENT...]}. */
public final class Main {
  private static final String VERSION = "stevedore-init version 0.1.0\n";
  private static final String USAGE = "usage: docker-init [--] PROGRAM [ARGUMENT...]\n";

  private Main() {}

  /** Ends as the program does: with its exit code, or 128 and the signal that ended it. */
  public static void main(String[] unused) {
    List<String> arguments = Environment.arguments();
    throw Processes.exit(run(arguments.subList(1, arguments.size())));
  }

  private static int run(List<String> arguments) {
    if (arguments.isEmpty()) {
      return refuse(USAGE);
    }
    String first = arguments.getFirst();
    if (first.equals("--version")) {
      Fd.STDOUT.writeAll(VERSION);
      return 0;
    }
    List<String> command = first.equals("--") ? arguments.subList(1, arguments.size()) : arguments;
    if (command.isEmpty() || (!first.equals("--") && first.startsWith("-"))) {
      return refuse(USAGE);
    }
    try {
      return new FirstProcess(command).run();
    } catch (PosixException e) {
      return refuse("docker-init: " + e.getMessage() + "\n");
    }
  }

  private static int refuse(String text) {
    Fd.STDERR.writeAll(text);
    return 1;
  }
}
