package dev.stevedore.docker.command;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.flags.FlagTable;

/** A command of Docker's that this client does not have yet: it says so, whatever its flags. */
record NotYetCommand(String summary) implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.wrapping(
        "", summary + " (not available yet)", Arity.atLeast(0), FlagTable.none());
  }

  @Override
  public int run(Call call) {
    throw new CliException(
        "'"
            + call.path()
            + "' is not available yet; Docker's own CLI can do it on the same socket");
  }
}
