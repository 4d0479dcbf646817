package dev.stevedore.docker.command.container;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.AllAtOnce;
import dev.stevedore.docker.command.ApiPath;

/** Freezes all processes of containers, or lets them go on. */
public final class PauseCommand implements Command {
  private final String verb;
  private final String summary;

  private PauseCommand(String verb, String summary) {
    this.verb = verb;
    this.summary = summary;
  }

  public static PauseCommand pause() {
    return new PauseCommand("pause", "Freeze all processes of containers");
  }

  public static PauseCommand unpause() {
    return new PauseCommand("unpause", "Let frozen containers go on");
  }

  @Override
  public CommandSpec spec() {
    return CommandSpec.of("CONTAINER [CONTAINER...]", summary, Arity.atLeast(1));
  }

  @Override
  public int run(Call call) {
    return AllAtOnce.call(
        call, "POST", call.arguments(), name -> ApiPath.container(name, "/" + verb));
  }
}
