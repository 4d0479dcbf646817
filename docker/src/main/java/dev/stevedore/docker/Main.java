package dev.stevedore.docker;

import dev.stevedore.docker.cli.Dispatcher;
import dev.stevedore.docker.cli.Program;
import dev.stevedore.docker.command.Commands;
import dev.stevedore.docker.os.PosixMachine;
import dev.stevedore.lib.posix.Environment;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.posix.SignalMask;
import java.util.List;

/** Where the program begins and ends. */
public final class Main {
  private static final int SIGPIPE = 13;

  private Main() {}

  public static void main(String[] unused) {
    List<String> arguments = Environment.arguments();
    // A closed pipe is an error that is looked at: the daemon's end of a socket may be closed, too.
    SignalMask.ignore(SIGPIPE);
    int status;
    try {
      status =
          new Dispatcher(Commands.tree(), new PosixMachine())
              .run(arguments.subList(1, arguments.size()));
    } catch (PosixException e) {
      status = e.is(Errno.EPIPE) ? 128 + SIGPIPE : 1;
      if (!e.is(Errno.EPIPE)) {
        Fd.STDERR.writeAll(Program.NAME + ": " + e.getMessage() + "\n");
      }
    }
    throw Processes.exit(status);
  }
}
