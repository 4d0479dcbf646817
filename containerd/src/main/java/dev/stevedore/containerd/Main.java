package dev.stevedore.containerd;

import ch.qos.logback.classic.Level;
import dev.stevedore.containerd.command.ContainerdCommand;
import dev.stevedore.containerd.command.OciHookCommand;
import dev.stevedore.containerd.config.ConfigException;
import dev.stevedore.lib.daemon.Logs;
import java.io.PrintWriter;
import picocli.CommandLine;

/** Starts here. */
public final class Main {
  private Main() {}

  /** The command line. */
  public static void main(String[] args) {
    // What a library has to say must not come between what a command prints.
    Logs.toStderr(Level.INFO);
    CommandLine command = new CommandLine(new ContainerdCommand());
    CommandLine hook = command.getSubcommands().get(OciHookCommand.NAME);
    if (hook != null) {
      CommandLine _ = hook.setStopAtPositional(true);
    }
    command.setExecutionExceptionHandler(
        (failure, line, parsed) -> {
          PrintWriter err = line.getErr();
          err.println("containerd: " + describe(failure));
          if (!(failure instanceof ConfigException || failure instanceof java.io.IOException)) {
            failure.printStackTrace(err);
          }
          err.flush();
          return 1;
        });
    System.exit(command.execute(args));
  }

  private static String describe(Exception failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }
}
