package dev.stevedore.docker.command.container;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.AllAtOnce;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;
import dev.stevedore.docker.flags.FlagValues;

/** Stops containers, or stops and starts them again. */
public final class StopCommand implements Command {
  private final String verb;
  private final String summary;

  private StopCommand(String verb, String summary) {
    this.verb = verb;
    this.summary = summary;
  }

  public static StopCommand stop() {
    return new StopCommand("stop", "Stop running containers");
  }

  public static StopCommand restart() {
    return new StopCommand("restart", "Stop containers and start them again");
  }

  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] CONTAINER [CONTAINER...]",
        summary,
        Arity.atLeast(1),
        FlagTable.builder()
            .string("signal", 's', "Signal to send")
            .of(FlagType.INT, "timeout", 't', "Seconds to wait before it is killed")
            .of(FlagType.INT, "time", "Same as --timeout")
            .build());
  }

  @Override
  public int run(Call call) {
    FlagValues flags = call.flags();
    String seconds = flags.isGiven("timeout") ? flags.string("timeout") : flags.string("time");
    return AllAtOnce.call(
        call,
        "POST",
        call.arguments(),
        name ->
            Query.of(ApiPath.container(name, "/" + verb))
                .withIfSet("signal", flags.string("signal"))
                .withIfSet("t", seconds)
                .target());
  }
}
