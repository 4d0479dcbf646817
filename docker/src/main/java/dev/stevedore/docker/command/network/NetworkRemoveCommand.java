package dev.stevedore.docker.command.network;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.Each;
import dev.stevedore.docker.engine.ApiException;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;

/** Removes networks that no container is in. */
public final class NetworkRemoveCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] NETWORK [NETWORK...]",
        "Remove networks",
        Arity.atLeast(1),
        FlagTable.builder().bool("force", 'f', "One that is not there is no error").build());
  }

  @Override
  public int run(Call call) {
    boolean force = call.flags().bool("force");
    return Each.of(
        call,
        call.arguments(),
        name -> {
          try {
            call.engine().delete("/networks/" + Query.escape(name));
            call.out().println(name);
          } catch (ApiException e) {
            if (!force || !e.isNotFound()) {
              throw e;
            }
          }
        });
  }
}
