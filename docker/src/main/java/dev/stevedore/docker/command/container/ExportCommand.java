package dev.stevedore.docker.command.container;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.command.Download;
import dev.stevedore.docker.flags.FlagTable;

/** Writes a container's file system to a tar archive. */
public final class ExportCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] CONTAINER",
        "Write a container's file system to a tar archive",
        Arity.exactly(1),
        FlagTable.builder().string("output", 'o', "File to write instead of stdout").build());
  }

  @Override
  public int run(Call call) {
    String path = ApiPath.container(call.argument(0), "/export");
    Download.toFile(call, path, call.flags().string("output"), "export");
    return 0;
  }
}
