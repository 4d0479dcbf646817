package dev.stevedore.docker.command.container;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.command.Each;
import dev.stevedore.docker.format.JsonFields;

/** Waits until containers end, and prints their exit statuses. */
public final class WaitCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "CONTAINER [CONTAINER...]",
        "Wait until containers end, then print their exit statuses",
        Arity.atLeast(1));
  }

  @Override
  public int run(Call call) {
    return Each.of(
        call,
        call.arguments(),
        name -> {
          var ended =
              JsonFields.asObject(call.engine().post(ApiPath.container(name, "/wait")).json());
          String error = JsonFields.string(JsonFields.object(ended, "Error"), "Message");
          if (!error.isEmpty()) {
            throw new CliException(error);
          }
          call.out().println(Long.toString(JsonFields.number(ended, "StatusCode")));
          call.out().flush();
        });
  }
}
