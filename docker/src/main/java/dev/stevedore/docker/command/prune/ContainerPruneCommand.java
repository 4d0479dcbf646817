package dev.stevedore.docker.command.prune;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.Confirmation;
import dev.stevedore.docker.command.Filters;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;

/** Removes all containers that do not run. */
public final class ContainerPruneCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS]",
        "Remove all containers that do not run",
        Arity.none(),
        FlagTable.builder()
            .of(FlagType.FILTER, "filter", "Remove only those that match")
            .bool("force", 'f', "Do not ask")
            .build());
  }

  @Override
  public int run(Call call) {
    if (!call.flags().bool("force")) {
      Confirmation.ask(call, "WARNING! This will remove all stopped containers.");
    }
    Filters filters = Filters.of(call.flags().list("filter"));
    Pruned pruned = Pruning.containers(call, filters);
    pruned.say(call);
    Pruned.sayTotal(call, pruned.bytes());
    return 0;
  }
}
