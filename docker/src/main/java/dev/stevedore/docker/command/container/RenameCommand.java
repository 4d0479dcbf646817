package dev.stevedore.docker.command.container;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.engine.Query;

/** Gives a container another name. */
public final class RenameCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of("CONTAINER NEW_NAME", "Rename a container", Arity.exactly(2));
  }

  @Override
  public int run(Call call) {
    String name = call.argument(0).trim();
    String wanted = call.argument(1).trim();
    if (name.isEmpty() || wanted.isEmpty()) {
      throw new CliException("Error: Neither old nor new names may be empty");
    }
    String path = Query.of(ApiPath.container(name, "/rename")).with("name", wanted).target();
    try {
      call.engine().post(path);
      return 0;
    } catch (CliException e) {
      call.err().println(e.text());
      throw new CliException("Error: failed to rename container named " + name, 1, e);
    }
  }
}
