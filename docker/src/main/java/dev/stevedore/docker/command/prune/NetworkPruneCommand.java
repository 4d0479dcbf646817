package dev.stevedore.docker.command.prune;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.Confirmation;
import dev.stevedore.docker.command.Filters;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;

/** Removes networks that no container is in. */
public final class NetworkPruneCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS]",
        "Remove all networks that no container is in",
        Arity.none(),
        FlagTable.builder()
            .of(FlagType.FILTER, "filter", "Remove only those that match")
            .bool("force", 'f', "Do not ask")
            .build());
  }

  @Override
  public int run(Call call) {
    if (!call.flags().bool("force")) {
      Confirmation.ask(
          call,
          "WARNING! This will remove all custom networks not used by at least one container.");
    }
    Pruning.networks(call, Filters.of(call.flags().list("filter"))).say(call);
    return 0;
  }
}
