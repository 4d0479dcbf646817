package dev.stevedore.docker.command.prune;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.Confirmation;
import dev.stevedore.docker.command.Filters;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;

/** Removes images that nothing uses. */
public final class ImagePruneCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS]",
        "Remove images that nothing uses",
        Arity.none(),
        FlagTable.builder()
            .bool("all", 'a', "Also those with a name, if no container uses them")
            .of(FlagType.FILTER, "filter", "Remove only those that match")
            .bool("force", 'f', "Do not ask")
            .build());
  }

  @Override
  public int run(Call call) {
    boolean all = call.flags().bool("all");
    if (!call.flags().bool("force")) {
      Confirmation.ask(
          call,
          all
              ? "WARNING! This will remove all images without at least one container associated to"
                  + " them."
              : "WARNING! This will remove all dangling images.");
    }
    Pruned pruned = Pruning.images(call, Filters.of(call.flags().list("filter")), all);
    pruned.say(call);
    Pruned.sayTotal(call, pruned.bytes());
    return 0;
  }
}
