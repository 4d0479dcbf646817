package dev.stevedore.runc.command;

import dev.stevedore.lib.posix.Fd;
import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.GlobalOptions;
import dev.stevedore.runc.cli.UsageException;
import dev.stevedore.runc.cli.Verb;
import dev.stevedore.runc.log.Log;
import dev.stevedore.runc.state.Container;
import java.util.List;

/**
 * What every command can use.
 *
 * @param options the flags before the command
 * @param log the log
 */
public record Context(GlobalOptions options, Log log) {

  /** The container that the first operand names. */
  Container container(Arguments arguments) {
    return Container.load(options.root(), arguments.positional().getFirst());
  }

  void print(String text) {
    Fd.STDOUT.writeAll(text);
  }

  /** Checks the number of operands. */
  static List<String> operands(Verb verb, Arguments arguments, int least, int most) {
    int count = arguments.positional().size();
    if (count < least || count > most) {
      String bound =
          least == most
              ? "exactly " + least
              : count < least ? "a minimum of " + least : "a maximum of " + most;
      throw new UsageException(
          "stevedore-runc: \"" + verb.name() + "\" requires " + bound + " argument(s)");
    }
    return arguments.positional();
  }
}
