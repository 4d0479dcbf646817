package dev.stevedore.runc;

import dev.stevedore.lib.oci.json.JsonFormatException;
import dev.stevedore.lib.posix.Environment;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.posix.SignalMask;
import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.GlobalOptions;
import dev.stevedore.runc.cli.Help;
import dev.stevedore.runc.cli.UsageException;
import dev.stevedore.runc.command.CheckpointCommand;
import dev.stevedore.runc.command.Command;
import dev.stevedore.runc.command.Context;
import dev.stevedore.runc.command.CreateCommand;
import dev.stevedore.runc.command.DeleteCommand;
import dev.stevedore.runc.command.EventsCommand;
import dev.stevedore.runc.command.ExecCommand;
import dev.stevedore.runc.command.FeaturesCommand;
import dev.stevedore.runc.command.KillCommand;
import dev.stevedore.runc.command.ListCommand;
import dev.stevedore.runc.command.PauseCommand;
import dev.stevedore.runc.command.PsCommand;
import dev.stevedore.runc.command.RestoreCommand;
import dev.stevedore.runc.command.RunCommand;
import dev.stevedore.runc.command.SpecCommand;
import dev.stevedore.runc.command.StartCommand;
import dev.stevedore.runc.command.StateCommand;
import dev.stevedore.runc.command.UpdateCommand;
import dev.stevedore.runc.command.VersionCommand;
import dev.stevedore.runc.launch.SealedProgram;
import dev.stevedore.runc.log.Log;
import java.util.List;

/** Where the runtime starts: which command, with which log. */
public final class Main {
  private static final List<Command> COMMANDS =
      List.of(
          new CheckpointCommand(),
          new CreateCommand(),
          new DeleteCommand(),
          new EventsCommand(),
          new ExecCommand(),
          new FeaturesCommand(),
          new KillCommand(),
          new ListCommand(),
          new PauseCommand(true),
          new PsCommand(),
          new RestoreCommand(),
          new PauseCommand(false),
          new RunCommand(),
          new SpecCommand(),
          new StartCommand(),
          new StateCommand(),
          new UpdateCommand(),
          new VersionCommand());

  private static final int SIGPIPE = 13;

  /** What is asked for may be long, and is named in errors. */
  private static final int MESSAGE_LIMIT = 4096;

  private Main() {}

  /** Ends the process with the command's exit code. */
  public static void main(String[] unused) {
    List<String> words = Environment.arguments();
    throw Processes.exit(run(words.subList(1, words.size())));
  }

  private static int run(List<String> words) {
    Log log = Log.toStderr(false, false);
    try {
      Arguments global = Arguments.parse(GlobalOptions.FLAGS, words, 1);
      if (global.isOn("version")) {
        Fd.STDOUT.writeAll(VersionCommand.text());
        return 0;
      }
      if (global.positional().isEmpty() || global.isOn("help")) {
        Fd.STDOUT.writeAll(Help.ofProgram(COMMANDS, GlobalOptions.FLAGS));
        return 0;
      }
      GlobalOptions options = GlobalOptions.of(global);
      if (options.log().isPresent()) {
        log = Log.toFile(options.log().get(), options.jsonLog(), options.debug());
      } else {
        log = Log.toStderr(options.jsonLog(), options.debug());
      }
      return run(global.positional(), new Context(options, log));
    } catch (UsageException | RuncException | PosixException | JsonFormatException e) {
      return fail(e, log, 1);
    }
  }

  @SuppressWarnings("CatchingUnchecked") // the last place that can tell anybody
  private static int run(List<String> words, Context context) {
    Command command = null;
    for (Command candidate : COMMANDS) {
      if (candidate.name().equals(words.getFirst())) {
        command = candidate;
      }
    }
    if (command == null) {
      throw new UsageException("No help topic for '" + words.getFirst() + "'");
    }
    List<String> rest = words.subList(1, words.size());
    if (rest.equals(List.of("--help")) || rest.equals(List.of("-h"))) {
      Fd.STDOUT.writeAll(Help.ofCommand(command));
      return 0;
    }
    try {
      Arguments arguments = Arguments.parse(command.flags(), rest, command.operandsBeforeRest());
      if (command.entersContainer()) {
        SealedProgram.ensure();
        // An init that ends while it is told something is to be heard, not to end this process.
        SignalMask.ignore(SIGPIPE);
      }
      return command.run(arguments, context);
    } catch (UsageException e) {
      Fd.STDOUT.writeAll("Incorrect Usage.\n\n" + Help.ofCommand(command));
      return fail(e, context.log(), 1);
    } catch (RuncException | PosixException | JsonFormatException e) {
      return fail(e, context.log(), command.failureExitCode());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // A mistake of this program, or more than it can hold: one line too, and no trace.
      return fail(
          new RuncException("internal error: " + e), context.log(), command.failureExitCode());
    }
  }

  /** In the log, where shims look for it, and on stderr, where people do. */
  private static int fail(RuntimeException e, Log log, int exitCode) {
    String whole = String.valueOf(e.getMessage());
    String message =
        whole.length() <= MESSAGE_LIMIT ? whole : whole.substring(0, MESSAGE_LIMIT) + "...";
    log.error(message);
    if (!log.isStderr()) {
      Fd.STDERR.writeAll(message + "\n");
    }
    return exitCode;
  }
}
