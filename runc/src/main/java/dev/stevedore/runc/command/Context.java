package dev.stevedore.runc.command;

import dev.stevedore.lib.posix.Environment;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.GlobalOptions;
import dev.stevedore.runc.cli.UsageException;
import dev.stevedore.runc.cli.Verb;
import dev.stevedore.runc.log.Log;
import dev.stevedore.runc.namespace.UserMaps;
import dev.stevedore.runc.state.Container;
import java.util.List;
import java.util.Optional;

/**
 * What every command can use.
 *
 * @param options the flags before the command
 * @param log the log
 */
public record Context(GlobalOptions options, Log log) {
  private static final String ROOT = "/run/stevedore/runc";

  /** Where the states of containers are. */
  String root() {
    return options.root().orElseGet(Context::defaultRoot);
  }

  /** Whether cgroups that may not be made are to be done without. */
  boolean rootless() {
    return options.rootless().orElseGet(() -> Processes.userId() != 0 || UserMaps.isInside());
  }

  /** The container that the first operand names. */
  Container container(Arguments arguments) {
    return Container.load(root(), arguments.positional().getFirst());
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

  /** Who is not root has a directory of his own, by the XDG base directory specification. */
  private static String defaultRoot() {
    Optional<String> own = Environment.variable("XDG_RUNTIME_DIR").filter(path -> !path.isEmpty());
    boolean isUser =
        Processes.userId() != 0
            || (UserMaps.isInside()
                && !Environment.variable("USER").filter("root"::equals).isPresent());
    return isUser && own.isPresent() ? own.get() + "/stevedore/runc" : ROOT;
  }
}
