package dev.stevedore.docker.command.prune;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.Confirmation;
import dev.stevedore.docker.command.Filters;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;

/** Removes volumes that no container refers to: those without a name, or all. */
public final class VolumePruneCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS]",
        "Remove volumes that nobody named and no container uses",
        Arity.none(),
        FlagTable.builder()
            .bool("all", 'a', "Also those with a name")
            .of(FlagType.FILTER, "filter", "Remove only those that match")
            .bool("force", 'f', "Do not ask")
            .build());
  }

  @Override
  public int run(Call call) {
    boolean all = call.flags().bool("all");
    Filters filters = Filters.of(call.flags().list("filter"));
    if (all) {
      if (filters.has("all")) {
        throw new CliException("conflicting options: cannot specify both --all and --filter all=1");
      }
      filters.with("all", "true");
    }
    if (!call.flags().bool("force")) {
      Confirmation.ask(
          call,
          "WARNING! This will remove "
              + (all ? "all" : "anonymous local")
              + " volumes not used by at least one container.");
    }
    Pruned pruned = Pruning.volumes(call, filters);
    pruned.say(call);
    Pruned.sayTotal(call, pruned.bytes());
    return 0;
  }
}
