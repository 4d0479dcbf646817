package dev.stevedore.init;

import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.posix.SignalMask;
import dev.stevedore.lib.posix.WaitStatus;
import java.util.List;
import java.util.OptionalInt;

/**
 * Starts the program, hands it what signals come, and waits for every child there ever is.
 *
 * <pre>
 *   signal   CHLD         wait for all that have ended; if the program is among them, end as it did
 *            TTIN, TTOU   about this process's terminal, none of the program's business
 *            any other    to the program
 * </pre>
 *
 * All signals are blocked from the start, and taken one by one: none is lost, and none ends this
 * process.
 */
final class FirstProcess {
  private static final int SIGCHLD = 17;
  private static final int SIGTTIN = 21;
  private static final int SIGTTOU = 22;

  private final List<String> command;

  FirstProcess(List<String> command) {
    this.command = List.copyOf(command);
  }

  /** Returns the program's exit code, once it has ended. */
  int run() {
    SignalMask.blockAll();
    int program = Processes.fork();
    if (program == 0) {
      throw Processes.exit(Program.become(command));
    }
    while (true) {
      int signal = SignalMask.await();
      if (signal == SIGCHLD) {
        OptionalInt code = reap(program);
        if (code.isPresent()) {
          return code.getAsInt();
        }
      } else if (signal != SIGTTIN && signal != SIGTTOU) {
        pass(signal, program);
      }
    }
  }

  /** One SIGCHLD may stand for many children. */
  private static OptionalInt reap(int program) {
    OptionalInt code = OptionalInt.empty();
    while (true) {
      WaitStatus ended = Processes.reap();
      if (ended.pid() == 0) {
        return code;
      }
      if (ended.pid() == program) {
        code = OptionalInt.of(ended.exitCode());
      }
    }
  }

  private static void pass(int signal, int program) {
    try {
      Processes.kill(program, signal);
    } catch (PosixException e) {
      if (!e.is(Errno.ESRCH)) {
        throw e;
      }
    }
  }
}
