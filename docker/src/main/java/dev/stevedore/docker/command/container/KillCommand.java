package dev.stevedore.docker.command.container;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.AllAtOnce;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;

/** Sends containers a signal. */
public final class KillCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] CONTAINER [CONTAINER...]",
        "Kill running containers, or send them a signal",
        Arity.atLeast(1),
        FlagTable.builder().string("signal", 's', "Signal to send instead of KILL").build());
  }

  @Override
  public int run(Call call) {
    return AllAtOnce.call(
        call,
        "POST",
        call.arguments(),
        name ->
            Query.of(ApiPath.container(name, "/kill"))
                .withIfSet("signal", call.flags().string("signal"))
                .target());
  }
}
