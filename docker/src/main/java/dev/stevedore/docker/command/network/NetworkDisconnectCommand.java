package dev.stevedore.docker.command.network;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;

/** Takes a container out of a network. */
public final class NetworkDisconnectCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] NETWORK CONTAINER",
        "Disconnect a container from a network",
        Arity.exactly(2),
        FlagTable.builder().bool("force", 'f', "Also if the container is in trouble").build());
  }

  @Override
  public int run(Call call) {
    JsonObject body =
        new JsonObject()
            .add("Container", call.argument(1))
            .add("Force", call.flags().bool("force"));
    call.engine().post("/networks/" + Query.escape(call.argument(0)) + "/disconnect", body);
    return 0;
  }
}
