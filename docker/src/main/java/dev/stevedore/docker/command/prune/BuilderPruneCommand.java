package dev.stevedore.docker.command.prune;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.Confirmation;
import dev.stevedore.docker.command.Filters;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;

/** Removes what builds left for later builds. */
public final class BuilderPruneCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS]",
        "Remove what builds left for later builds",
        Arity.none(),
        FlagTable.builder()
            .bool("all", 'a', "All of it that is not in use")
            .of(FlagType.FILTER, "filter", "Remove only what matches")
            .bool("force", 'f', "Do not ask")
            .of(FlagType.BYTES, "keep-storage", "How much may stay")
            .build());
  }

  @Override
  public int run(Call call) {
    boolean all = call.flags().bool("all");
    if (!call.flags().bool("force")) {
      String what = all ? "all build cache." : "all dangling build cache.";
      Confirmation.askInLine(call, "WARNING! This will remove " + what + " ");
    }
    Filters filters = Filters.of(call.flags().list("filter"));
    Pruned pruned = Pruning.buildCache(call, filters, all, call.flags().number("keep-storage"));
    pruned.say(call);
    Pruned.sayTotal(call, pruned.bytes());
    return 0;
  }
}
