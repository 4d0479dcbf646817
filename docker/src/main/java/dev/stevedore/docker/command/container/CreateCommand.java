package dev.stevedore.docker.command.container;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.create.ContainerFlags;
import dev.stevedore.docker.create.CreateRequest;
import dev.stevedore.docker.engine.ApiException;
import dev.stevedore.docker.flags.BadValueException;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;

/** Makes a container and prints its id. */
public final class CreateCommand implements Command {
  static FlagTable.Builder flags() {
    return FlagTable.builder()
        .all(ContainerFlags.all())
        .bool("disable-content-trust", "Has no effect")
        .string("name", "Name of the container")
        .string("platform", "Platform of the image, os/architecture")
        .of(
            FlagType.STRING,
            "pull",
            '\0',
            "missing",
            "When to pull the image: always, missing, never")
        .bool("quiet", 'q', "Do not show how the pull goes");
  }

  @Override
  public CommandSpec spec() {
    return CommandSpec.wrapping(
        "[OPTIONS] IMAGE [COMMAND] [ARG...]",
        "Make a new container",
        Arity.atLeast(1),
        flags().build());
  }

  @Override
  public int run(Call call) {
    CreateRequest request;
    try {
      Creation.checkPull(call.flags().string("pull"));
      request = CreateRequest.of(call.session().machine(), call.flags(), false);
    } catch (CliException | BadValueException e) {
      throw RunFailure.withHelp(String.valueOf(e.getMessage()), call.path(), RunFailure.GENERIC);
    }
    try {
      call.out().println(new Creation(call, request).create());
    } catch (ApiException e) {
      throw new CliException(e.text(), 1, e);
    }
    return 0;
  }
}
