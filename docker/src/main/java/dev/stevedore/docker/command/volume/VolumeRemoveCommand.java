package dev.stevedore.docker.command.volume;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.AllAtOnce;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;

/** Removes volumes that no container refers to. */
public final class VolumeRemoveCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] VOLUME [VOLUME...]",
        "Remove volumes that no container uses",
        Arity.atLeast(1),
        FlagTable.builder().bool("force", 'f', "One that is not there is no error").build());
  }

  @Override
  public int run(Call call) {
    boolean force = call.flags().bool("force");
    return AllAtOnce.call(
        call,
        "DELETE",
        call.arguments(),
        name -> Query.of("/volumes/" + Query.escape(name)).withFlag("force", force).target());
  }
}
