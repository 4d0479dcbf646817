package dev.stevedore.docker.command.image;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.Download;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;

/** Writes images to a tar archive. */
public final class SaveCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] IMAGE [IMAGE...]",
        "Save images to a tar archive (on stdout by default)",
        Arity.atLeast(1),
        FlagTable.builder()
            .string("output", 'o', "File to write instead of stdout")
            .string("platform", "Save only this platform, os/architecture")
            .build());
  }

  @Override
  public int run(Call call) {
    Query query = Query.of("/images/get");
    call.arguments().forEach(name -> query.with("names", name));
    if (call.flags().isGiven("platform")) {
      query.with("platform", Platforms.json(call.flags().string("platform")));
    }
    Download.toFile(call, query.target(), call.flags().string("output"), "save");
    return 0;
  }
}
