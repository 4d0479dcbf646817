package dev.stevedore.docker.command.container;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.AllAtOnce;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagValues;

/** Removes containers. */
public final class RmCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] CONTAINER [CONTAINER...]",
        "Remove containers",
        Arity.atLeast(1),
        FlagTable.builder()
            .bool("force", 'f', "Kill it first if it runs")
            .bool("link", 'l', "Remove the link, not the container")
            .bool("volumes", 'v', "Remove its anonymous volumes, too")
            .build());
  }

  @Override
  public int run(Call call) {
    FlagValues flags = call.flags();
    return AllAtOnce.call(
        call,
        "DELETE",
        call.arguments(),
        name ->
            Query.of(ApiPath.container(name, ""))
                .withFlag("force", flags.bool("force"))
                .withFlag("link", flags.bool("link"))
                .withFlag("v", flags.bool("volumes"))
                .target());
  }
}
